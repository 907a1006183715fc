/** The learning outcomes of a module, where several change them at the same time. */
import type fastCheck from "fast-check";
import type { Claim, Concurrent, Kit } from "../../harness/exploration/model.ts";

type Call =
  | { readonly add: string }
  | { readonly edit: number; readonly text: string }
  | { readonly delete: number }
  | "outcomes";

type Items = readonly string[];

const CLIENTS: readonly string[] = ["alice", "bob", "carol", "dave", "erin"];

export function concurrent({ fc, steps, setting }: Kit): Concurrent<Items, Call> | null {
  if (setting.judged === "client") return null;
  const { does, must } = steps;
  // A module has five outcomes that nobody knows; two of them are given a text, the others go.
  const id = setting.params["module"] ?? "SOFT8023";
  const first: Items = ["p1", "p2"];
  /** A request, and the list with so many more behind what is known. */
  const said = (request: string, rule: string, known: Items, more: number): Claim[] => {
    const rest = more === 0 ? [] : [" | ", steps.hole(`left${more}text`)];
    return [
      does(steps.message("last", "server", request)),
      must(rule, steps.message("server", "last", [listed(known), ...rest])),
    ];
  };

  function says(call: Call): string {
    if (call === "outcomes") return `OUTCOMES ${id}`;
    if ("add" in call) return `ADD ${id} ${call.add}`;
    return "edit" in call ? `EDIT ${id} ${call.edit} ${call.text}` : `DELETE ${id} ${call.delete}`;
  }

  const number = fc.integer({ min: 1, max: 3 });
  // Each text is there once, so that it can be told whose it is; its letters are too few to be changed in a run.
  const call: fastCheck.Arbitrary<(text: string) => Call> = fc.oneof(
    { weight: 3, arbitrary: fc.constant((add: string) => ({ add })) },
    { weight: 2, arbitrary: number.map((edit) => (text: string) => ({ edit, text })) },
    { weight: 1, arbitrary: number.map((number) => () => ({ delete: number })) },
    { weight: 1, arbitrary: fc.constant(() => "outcomes" as const) },
  );

  return {
    rules: ["MODULES-MANY-4", "MODULES-MANY-5", "MODULES-MANY-2"],
    // As many as there should be, and not the same.
    blames: (items, call, answer) => {
      const wanted = reply(after(items, call));
      return answer.split("|").length === wanted.split("|").length ? "MODULES-MANY-5" : "MODULES-MANY-4";
    },
    clients: CLIENTS,
    opening: [
      ...first.flatMap((text, i) =>
        said(`EDIT ${id} ${i + 1} ${text}`, "MODULES-EDIT-2", first.slice(0, i + 1), 4 - i),
      ),
      ...[2, 1, 0].flatMap((left) => said(`DELETE ${id} 3`, "MODULES-EDIT-3", first, left)),
    ],
    calls: fc
      .array(fc.array(call, { maxLength: 5 }), { minLength: CLIENTS.length, maxLength: CLIENTS.length })
      .map((all) => all.map((own, client) => own.map((make, i) => make(`${"abcde"[client]}${i}`)))),
    plays: (who, call) => [
      { step: steps.message(who, "server", says(call)), calls: call },
      { step: steps.message("server", who, [steps.hole("replytext")]), answers: [call] },
    ],
    says,
    initial: first,
    step(items, call, answer) {
      const next = after(items, call);
      return answer === null || answer === reply(next) ? (next ?? items) : null;
    },
    key: (items) => items.join(),
  };
}

/** Null when there is no such number. */
function after(items: Items, call: Call): Items | null {
  if (call === "outcomes") return items;
  if ("add" in call) return [...items, call.add];
  const at = ("edit" in call ? call.edit : call.delete) - 1;
  if (at >= items.length) return null;
  return "edit" in call ? items.with(at, call.text) : items.toSpliced(at, 1);
}

function listed(items: Items): string {
  return items.length === 0 ? "OK" : `OK ${items.join(" | ")}`;
}

function reply(items: Items | null): string {
  return items === null ? "NOT RECOGNISED" : listed(items);
}
