/** Who is on the chat server, where several come, look and leave at the same time. */
import type { Concurrent, Course, Deed, Kit } from "../../harness/exploration/model.ts";

/** What somebody does: a visit from joining to leaving, or, of those who have been there before, a look at the list. */
type Call =
  | { readonly visit: string; readonly stays: boolean; readonly leaves: "quits" | "closes" | "resets" }
  | "look";

type Operation = { readonly does: "join" | "leave" | "list"; readonly name: string };

/** The names of those who are there, sorted. */
type Names = readonly string[];

/** So short that they are not changed in a run. */
const NAMES: readonly string[] = ["x1", "x2", "y1", "y2", "z1"];
const VISITORS: readonly string[] = ["alice", "bob", "carol", "dave", "erin"];
/** There is room for so many more. */
const PLACES = 2;

export function concurrent({ fc, steps, setting }: Kit): Concurrent<Names, Call, Operation> | null {
  const max = Number(setting.params["max"] ?? 10);
  const guests = Array.from({ length: max - PLACES }, (_, i) => `g${i + 1}`);
  if (setting.judged === "client" || guests.length === 0) return null;
  const { does, must } = steps;
  const guest = (name: string): string => `guest${name.slice(1)}`;
  const looker = guest(guests[0]!);

  const visit = fc.record({
    name: fc.nat({ max: NAMES.length - 1 }),
    stays: fc.nat({ max: 3 }).map((n) => n > 0),
    leaves: fc.constantFrom("quits" as const, "closes" as const, "resets" as const),
  });
  /** Mostly one. */
  const many = fc.nat({ max: 9 }).map((n) => (n === 0 ? 0 : n < 6 ? 1 : n < 9 ? 2 : 3));
  const visits = fc.tuple(many, visit, visit, visit).map(([count, ...all]) => all.slice(0, count));
  /** All want one name, or most want one of their own. */
  const calls = fc
    .tuple(
      fc.constantFrom(1, NAMES.length),
      fc.array(visits, { minLength: VISITORS.length, maxLength: VISITORS.length }),
      fc.array(fc.constant<Call>("look"), { maxLength: 3 }),
    )
    .map(([names, all, looks]): Call[][] => [
      ...all.map((own) => own.map(({ name, ...rest }) => ({ visit: NAMES[name % names]!, ...rest }))),
      looks,
    ]);

  function plays(who: string, call: Call): Course<Operation> {
    const asks = (list: Operation): Deed<Operation> => ({
      step: steps.message(who, "server", "request_users_list"),
      calls: list,
    });
    const hears = (hole: string, ...answers: readonly Operation[]): Deed<Operation> => ({
      step: steps.message("server", who, ["response_users_list ", steps.hole(hole, "...")]),
      answers,
    });
    const name = call === "look" ? guests[0]! : call.visit;
    const join: Operation = { does: "join", name };
    const list: Operation = { does: "list", name };
    const again: Operation = { does: "list", name };
    const leave: Operation = { does: "leave", name };
    if (call === "look") return [asks(list), hears("names", list)];

    const closes = { step: steps.closes(who, "server", call.leaves === "resets" ? "resets" : "closes") };
    const refused = ["err_username_unavailable", "err_server_full"].map(
      (error): Course<Operation> => [
        { step: steps.message("server", who, error), answers: [join] },
        { step: steps.hearsAnything(who) },
        closes,
      ],
    );
    const stays = call.stays ? [asks(again), hears("others", again)] : [];
    const goes: Course<Operation> =
      call.leaves === "quits"
        ? [
            { step: steps.message(who, "server", `disconnect ${name}`), calls: leave },
            { step: steps.hearsAnything(who) },
            closes,
          ]
        : [{ ...closes, calls: leave }];
    // Whoever is let in is told nothing, so only the list shows it.
    const looks = [asks(list), { either: [[hears("names", join, list), ...stays, ...goes], ...refused] }];
    return [{ step: steps.message(who, "server", `join ${name}`), calls: join }, { either: [...refused, looks] }];
  }

  return {
    rules: ["CHAT-TIME-3", "CHAT-TIME-2", "CHAT-TIME-1", "CHAT-LIST-3"],
    blames(names, { does, name }, answer) {
      if (answer.startsWith("err_")) return "CHAT-TIME-1";
      const listed = namesIn(answer);
      if (listed.length > max || (names.length >= max && !names.includes(name))) return "CHAT-TIME-2";
      // Whoever is there twice is gone when one of the two has left.
      return does === "join" || !listed.includes(name) ? "CHAT-TIME-3" : "CHAT-LIST-3";
    },
    clients: [...VISITORS, looker],
    opening: [
      does(steps.printsAnything("server")),
      must(
        ["CHAT-JOIN-1", "CHAT-TIME-1"],
        steps.par(
          ...guests.map((name) => [
            steps.message(guest(name), "server", `join ${name}`),
            steps.printsSomething("server", `join: ${name}`),
          ]),
        ),
      ),
    ],
    calls,
    plays,
    says: ({ does, name }) => `${does} ${name}`,
    initial: guests.toSorted(),
    /** When somebody has left is not seen: the answer is always lost. */
    step(names, { does, name }, answer) {
      const here = names.includes(name);
      if (does === "leave") return here ? names.filter((other) => other !== name) : names;
      if (does === "list") return answer === null || (here && namesIn(answer).join() === names.join()) ? names : null;
      const full = names.length >= max;
      if (answer === "err_server_full") return full ? names : null;
      if (answer === "err_username_unavailable") return here ? names : null;
      if (full || here) return answer === null ? names : null;
      return [...names, name].sort();
    },
    key: (names) => names.join(),
  };
}

/** In which order they are is another rule's matter. */
function namesIn(answer: string): Names {
  return answer.split(" ").slice(2).sort();
}
