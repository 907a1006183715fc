/** What clients ask a modules server, one after the other, and what they and the network do to it. */
import type fastCheck from "fast-check";
import type { Claim, Kit, Model, Outcome } from "../../harness/exploration/model.ts";

/** A line that a client sends. */
type Request =
  | { readonly ask: "EXISTS" | "OUTCOMES" | "COURSES" | "ASSESSMENTS"; readonly id: string }
  | { readonly ask: "ADD"; readonly id: string; readonly text: string }
  | { readonly ask: "EDIT"; readonly id: string; readonly number: string; readonly text: string }
  | { readonly ask: "DELETE"; readonly id: string; readonly number: string }
  /** One that no server recognises: the rule, and the line. */
  | { readonly ask: "nonsense"; readonly rule: string; readonly line: string };

type Action =
  | { readonly does: "ask"; readonly who: string; readonly request: Request; readonly telnet: boolean }
  /** Two requests in one segment. */
  | { readonly does: "ask-both"; readonly who: string; readonly requests: readonly [Request, Request] }
  /** All learning outcomes but one are deleted. */
  | { readonly does: "clear"; readonly who: string }
  | { readonly does: "babble"; readonly who: string; readonly long: boolean }
  | { readonly does: "lose"; readonly who: string; readonly how: "closes" | "resets"; readonly amid: boolean }
  /** Many connect, and say nothing. */
  | { readonly does: "crowd" };

interface State {
  /** What is known of the learning outcomes, by module: texts, and holes for what is unknown. */
  readonly outcomes: Readonly<Record<string, readonly string[]>>;
  /** Who has changed them, by module. */
  readonly changedBy: Readonly<Record<string, readonly string[]>>;
  readonly connected: readonly string[];
  readonly crowded: boolean;
  /** The rule that would explain it if the server no longer served people as it should. */
  readonly shaken: readonly string[];
}

const CAST: readonly string[] = ["alice", "bob", "carol"];
/** More than a small pool of workers has. */
const CROWD = 16;
const NOWHERE = "NOWHERE1";
const UNKNOWN = "NOT RECOGNISED";
/** The holes of the learning outcomes that the server begins with. */
const FIRST: readonly string[] = ["{onetext}", "{twotext}", "{threetext}", "{fourtext}", "{fivetext}"];
/** A text of 100 KiB. */
const LONG = "{long}";

export function requests({ fc, steps, setting }: Kit): Model<State, Action> {
  const { does, must } = steps;
  const [module, other] = [setting.params["module"] ?? "SOFT8023", setting.params["other"] ?? "SOFT8009"];

  /** A text with its holes. */
  const words = (line: string) =>
    line.split(/(\{\w+\})/).map((part) => {
      if (part === LONG) return steps.filler(100 * 1024);
      return /^\{\w+text\}$/.test(part) ? steps.hole(part.slice(1, -1)) : part;
    });

  function lineOf(request: Request): string {
    if (request.ask === "nonsense") return request.line;
    const { ask, id } = request;
    if (ask === "ADD") return `ADD ${id} ${request.text}`;
    if (ask === "EDIT") return `EDIT ${id} ${request.number} ${request.text}`;
    return ask === "DELETE" ? `DELETE ${id} ${request.number}` : `${ask} ${id}`;
  }

  /** What is replied, and what has changed then; null where nobody can say. */
  function serve(state: State, who: string, request: Request): { state: State; reply: string; rules: string[] } | null {
    if (request.ask === "nonsense") return { state, reply: UNKNOWN, rules: [request.rule, "MODULES-WIRE-10"] };
    const { ask, id } = request;
    const items = state.outcomes[id];
    if (request.ask === "EXISTS") {
      const reply = items === undefined ? "FALSE" : "TRUE";
      return {
        state,
        reply,
        rules: [...(items === undefined ? strange(state) : []), "MODULES-LOOK-1", "MODULES-WIRE-8"],
      };
    }
    if (items === undefined) {
      const begins = Object.keys(state.outcomes).some((known) => known.startsWith(id));
      const rules = [...(begins ? ["MODULES-LOOK-1"] : []), "MODULES-BAD-2", "MODULES-WIRE-10"];
      return { state, reply: UNKNOWN, rules };
    }
    if (request.ask === "COURSES" || request.ask === "ASSESSMENTS") {
      const lists: Readonly<Record<string, string>> = {
        [`COURSES ${module}`]: "{firstcoursetext} | {secondcoursetext} | {thirdcoursetext}",
        [`ASSESSMENTS ${module}`]: "{projecttext} | {examtext}",
        [`COURSES ${other}`]: "{othercoursestext}",
        [`ASSESSMENTS ${other}`]: "{otherassessmentstext}",
      };
      return { state, reply: `OK ${lists[`${ask} ${id}`]}`, rules: ["MODULES-LOOK-3", "MODULES-WIRE-9"] };
    }
    const rules = suspects(state, who, id);
    if (!("number" in request || "text" in request)) {
      const own = items.length === 0 ? ["MODULES-EDIT-4"] : ["MODULES-LOOK-2"];
      return { state, reply: listed(items), rules: [...rules, ...own, "MODULES-WIRE-9"] };
    }
    const changed = (next: readonly string[], own: readonly string[]) => ({
      state: {
        ...state,
        outcomes: { ...state.outcomes, [id]: next },
        changedBy: { ...state.changedBy, [id]: [...(state.changedBy[id] ?? []), who] },
      },
      reply: listed(next),
      rules: [...rules, ...own, "MODULES-WIRE-9"],
    });
    if (request.ask === "ADD") return changed([...items, request.text], [...textRules(request.text), "MODULES-EDIT-1"]);
    const number = Number(request.number);
    if (!(number >= 1)) return { state, reply: UNKNOWN, rules: ["MODULES-BAD-3", "MODULES-WIRE-10"] };
    // How many the other module has is not known.
    if (id === other) return null;
    if (number > items.length) return { state, reply: UNKNOWN, rules: ["MODULES-BAD-3", "MODULES-WIRE-10"] };
    if (request.ask === "EDIT")
      return changed(items.with(number - 1, request.text), [...textRules(request.text), "MODULES-EDIT-2"]);
    const rest = items.toSpliced(number - 1, 1);
    return changed(rest, rest.length === 0 ? ["MODULES-EDIT-4"] : ["MODULES-EDIT-3"]);
  }

  /** What may be wrong with a list, beside what has just been done to it. */
  function suspects({ changedBy }: State, who: string, id: string): string[] {
    const elsewhere = Object.keys(changedBy).some((each) => each !== id);
    const others = (changedBy[id] ?? []).some((each) => each !== who);
    return [...(elsewhere ? ["MODULES-EDIT-5"] : []), ...(others ? ["MODULES-MANY-2"] : [])];
  }

  /** A module that there is not may have been made by what was asked of it. */
  function strange({ shaken }: State): string[] {
    return shaken.filter((rule) => rule === "MODULES-BAD-2");
  }

  function act(state: State, action: Action): Outcome<State> | null {
    const { shaken } = state;
    const arrive = (who: string): State => ({ ...state, connected: [...new Set([...state.connected, who])] });
    const gone = (who: string, rule: string): State => {
      return { ...state, connected: state.connected.filter((each) => each !== who), shaken: [rule] };
    };
    switch (action.does) {
      case "ask": {
        const { who, request, telnet } = action;
        const served = serve(arrive(who), who, request);
        if (served === null) return null;
        const rules = [...shaken, ...(telnet ? ["MODULES-STREAM-3"] : []), ...served.rules];
        const claims = [
          does(steps.message(who, "server", words(`${lineOf(request)}${telnet ? "\r" : ""}`))),
          must(rules, steps.message("server", who, words(served.reply))),
        ];
        return { state: after(served.state, request), claims, otherwise: rules };
      }
      case "ask-both": {
        const { who, requests } = action;
        // Words in two lines at once are not changed in a run, as those in one are.
        if (requests.some((each) => "text" in each && /[a-z]{3}/i.test(each.text))) return null;
        const first = serve(arrive(who), who, requests[0]);
        const second = first && serve(first.state, who, requests[1]);
        if (!first || !second) return null;
        const together = [...shaken, "MODULES-STREAM-1"];
        const claims = [
          does(steps.message(who, "server", words(requests.map(lineOf).join("\n")))),
          must([...shaken, ...first.rules, "MODULES-STREAM-1"], steps.message("server", who, words(first.reply))),
          must([...second.rules, ...together], steps.message("server", who, words(second.reply)), undefined, together),
        ];
        return { state: second.state, claims, otherwise: together };
      }
      case "clear": {
        const { who } = action;
        let before = arrive(who);
        const claims: Claim[] = [];
        while (before.outcomes[module]!.length > 1) {
          const first = { ask: "DELETE", id: module, number: "1" } as const;
          const { state: next, reply, rules } = serve(before, who, first)!;
          claims.push(does(steps.message(who, "server", lineOf(first))));
          claims.push(must([...shaken, ...rules], steps.message("server", who, words(reply))));
          before = next;
        }
        return claims.length === 0 ? null : { state: before, claims, otherwise: [...shaken, "MODULES-EDIT-3"] };
      }
      case "babble": {
        const { who, long } = action;
        const claims = [
          does(steps.message(who, "server", long ? [steps.filler(1024 * 1024)] : "\udcff\udcfe\udcfd")),
          does(steps.hearsAnything(who)),
          does(steps.closes(who, "server")),
        ];
        return { state: gone(who, "MODULES-BAD-5"), claims, otherwise: ["MODULES-BAD-5"] };
      }
      case "lose": {
        const { who, how, amid } = action;
        if (!state.connected.includes(who) && !amid) return null;
        const begun: readonly Claim[] = amid
          ? [
              does(steps.message(who, "server", `EXISTS ${module}\nADD`)),
              must([...shaken, "MODULES-LOOK-1", "MODULES-WIRE-8"], steps.message("server", who, "TRUE")),
            ]
          : [];
        const rule = "MODULES-MANY-3";
        return {
          state: gone(who, rule),
          claims: [...begun, does(steps.closes(who, "server", how))],
          otherwise: [rule],
        };
      }
      case "crowd": {
        if (state.crowded) return null;
        const claims = Array.from({ length: CROWD }, (_, i) => does(steps.connects(`idler${i + 1}`, "server")));
        const rules = ["MODULES-MANY-1"];
        return { state: { ...state, crowded: true, shaken: rules }, claims, otherwise: rules };
      }
    }
  }

  /** What was refused may have left something behind. */
  function after(state: State, request: Request): State {
    const strangers = request.ask !== "nonsense" && request.ask !== "EXISTS" && !(request.id in state.outcomes);
    const rule = request.ask === "nonsense" ? request.rule : strangers ? "MODULES-BAD-2" : null;
    return rule === null ? state : { ...state, shaken: [rule] };
  }

  const some = <T>(all: readonly T[]) => fc.constantFrom(...all);
  const is = <T extends string>(word: T) => fc.constant(word);
  // The first ones are the simplest.
  const plain = ["a", "b", "Learn to sing"];
  const odd = ["two   spaces", "a  b", "Grüße, 世界 🎷", `"do" & 're'`, "1", "2 notes", "OK", "\\n %s #;", LONG];
  const text = some([...plain, ...plain, ...plain, ...odd]);
  const nonsense: fastCheck.Arbitrary<Request> = some([
    ["MODULES-BAD-1", `SING ${module}`],
    ["MODULES-BAD-1", ""],
    ["MODULES-BAD-1", "12"],
    ["MODULES-BAD-1", `ADDITION ${module} a`],
    ["MODULES-BAD-3", `DELETE ${module} three`],
    ["MODULES-BAD-3", `EDIT ${module} one a`],
    ["MODULES-BAD-4", `ADD ${module}`],
    ["MODULES-BAD-4", `EDIT ${module} 1`],
    ["MODULES-BAD-4", `DELETE ${module}`],
  ] as const).map(([rule, line]) => ({ ask: "nonsense", rule, line }));
  const id = fc.oneof({ weight: 5, arbitrary: is(module) }, some([other, NOWHERE, module.slice(0, 1)]));

  function request({ outcomes }: State): fastCheck.Arbitrary<Request> {
    const last = outcomes[module]!.length;
    const number = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 1, max: Math.max(1, last) }) },
      some([last + 1, 0, -1, 99]),
    );
    return fc.oneof(
      { weight: 1, arbitrary: fc.record({ ask: is("EXISTS"), id }) },
      { weight: 4, arbitrary: fc.record({ ask: is("OUTCOMES"), id }) },
      { weight: 2, arbitrary: fc.record({ ask: some(["COURSES", "ASSESSMENTS"] as const), id }) },
      { weight: 3, arbitrary: fc.record({ ask: is("ADD"), id, text }) },
      { weight: 3, arbitrary: fc.record({ ask: is("EDIT"), id, number: number.map(String), text }) },
      { weight: 5, arbitrary: fc.record({ ask: is("DELETE"), id, number: number.map(String) }) },
      { weight: 3, arbitrary: nonsense },
    );
  }

  return {
    initial: {
      outcomes: { [module]: FIRST, [other]: ["{othertext}"] },
      changedBy: {},
      connected: [],
      crowded: false,
      shaken: [],
    },
    client: "alice",
    steady: true,
    common: [
      ...[...FIRST, "{othertext}"].map((hole) => hole.slice(1, -1)),
      ...["firstcoursetext", "secondcoursetext", "thirdcoursetext", "projecttext", "examtext"],
      ...["othercoursestext", "otherassessmentstext"],
    ],
    opening: [does(steps.printsAnything("server"))],
    actions(state) {
      const who = some(CAST);
      const any = request(state);
      const telnet = fc.nat({ max: 7 }).map((n) => n === 7);
      const how = some(["closes", "resets"] as const);
      return fc.oneof(
        { weight: 12, arbitrary: fc.record({ does: is("ask"), who, request: any, telnet }) },
        { weight: 2, arbitrary: fc.record({ does: is("ask-both"), who, requests: fc.tuple(any, any) }) },
        { weight: 1, arbitrary: fc.record({ does: is("clear"), who }) },
        { weight: 1, arbitrary: fc.record({ does: is("babble"), who, long: fc.boolean() }) },
        { weight: 2, arbitrary: fc.record({ does: is("lose"), who, how, amid: fc.boolean() }) },
        { weight: 1, arbitrary: fc.constant({ does: "crowd" }) },
      );
    },
    act,
    /** Somebody who comes last looks what has become of it all. */
    end: () =>
      [module, other].map((id) => ({
        does: "ask",
        who: "last",
        request: { ask: "OUTCOMES", id },
        telnet: false,
      })),
  };
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? "OK" : `OK ${items.join(" | ")}`;
}

function textRules(text: string): string[] {
  if (text === LONG) return ["MODULES-STREAM-2"];
  return / {2}|[^A-Za-z ]/.test(text) ? ["MODULES-EDIT-6"] : [];
}
