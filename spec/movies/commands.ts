/** What a person types to a movies client, alice's, and what the servers do that it asks. */
import type fastCheck from "fast-check";
import type { Claim, Kit, Model, Outcome } from "../../harness/exploration/model.ts";
import type { Step } from "../../harness/language/spec.ts";

type Word = "get" | "edit" | "add" | "all";

/** What a server has to say: something, nothing before it closes, or nothing at all. */
type Answer = { readonly ok: boolean; readonly text: string } | "closes" | "silent";

type Action =
  | {
      readonly does: "ask";
      readonly word: Word;
      readonly about: string;
      /** Of each server that is there, in turn. */
      readonly answers: readonly Answer[];
      /** The last server is the first to answer, and no other does before that is printed. */
      readonly slow: boolean;
      /** Before that, a server is added. */
      readonly adds: boolean;
    }
  | { readonly does: "show-list" | "end-input" }
  | { readonly does: "add-again" | "delete" | "kill" | "start-again"; readonly at: number }
  | { readonly does: "mistype"; readonly line: string };

interface State {
  readonly list: readonly string[];
  readonly down: readonly string[];
  /** The rule that would explain it if a server were not asked, by server. */
  readonly changed: Readonly<Record<string, string>>;
  readonly asked: boolean;
  readonly over: boolean;
  /** The rule that would explain it if the client no longer did as it should. */
  readonly shaken: readonly string[];
}

const who = "alice";
const THIRD = "server3";

const RULES: Readonly<Record<Word, string>> = {
  get: "MOVIES-FANOUT-1",
  edit: "MOVIES-FANOUT-4",
  add: "MOVIES-FANOUT-4",
  all: "MOVIES-ALL-3",
};

/** Lines that send nothing. */
const MISTYPED: readonly (readonly [rule: string, line: string])[] = [
  ["MOVIES-CLI-2", "fetch Metropolis"],
  ["MOVIES-CLI-2", "12"],
  ["MOVIES-CLI-3", "get"],
  ["MOVIES-CLI-3", "add Metropolis"],
  ["MOVIES-CLI-3", "edit Metropolis"],
  ["MOVIES-SERVERS-5", "addserver nowhere"],
];

export function commands({ fc, steps }: Kit): Model<State, Action> {
  const { does, must } = steps;
  const lineOf = (server: string, rest: string | null): Step =>
    steps.prints(who, [steps.hole(server), ": ", rest === null ? steps.hole(`${server}text`) : rest]);

  function ask(state: State, { word, about, answers, slow }: Extract<Action, { does: "ask" }>): Outcome<State> | null {
    const { list, down, shaken } = state;
    const request = `${word.toUpperCase()} ${about}`.trim();
    const text = / {2}|[^A-Za-z |]/.test(about) ? ["MOVIES-CLI-4"] : [];
    const here = list.filter((server) => !down.includes(server));
    const answerOf = (server: string): Answer => answers[here.indexOf(server) % answers.length]!;
    // In a second and a half the last of them has to have answered.
    if (slow && (here.length > 2 || here.some((server) => typeof answerOf(server) === "string"))) return null;
    const gets = (server: string): Claim => {
      const own = [state.changed[server] ?? []].flat();
      const missing = [
        ...shaken,
        ...own,
        ...(state.asked ? ["MOVIES-CONN-2"] : []),
        ...(slow ? ["MOVIES-FANOUT-2"] : []),
      ];
      const rules = [...text, ...missing, RULES[word]];
      return must(rules, steps.message(who, server, request), undefined, [...missing, RULES[word]]);
    };
    const answered = (server: string): readonly Claim[] => {
      const answer = answerOf(server);
      if (answer === "silent") return [must([...shaken, "MOVIES-FANOUT-3"], lineOf(server, null))];
      const closes = does(steps.closes(server, who));
      if (answer === "closes") return [closes, must([...shaken, "MOVIES-DOWN-2"], lineOf(server, null))];
      const odd = / {2}|[^A-Za-z |]/.test(answer.text) ? ["MOVIES-CLI-4"] : [];
      const rules = [...odd, ...shaken, ...(slow ? ["MOVIES-FANOUT-2"] : []), RULES[word]];
      return [
        does(steps.message(server, who, `${answer.ok ? "OK" : "ERROR"} ${answer.text}`)),
        closes,
        must(rules, lineOf(server, answer.text)),
      ];
    };
    const branches = list.map((server) => {
      if (down.includes(server)) return [must([...shaken, "MOVIES-DOWN-1"], lineOf(server, null))];
      return slow ? [gets(server)] : [gets(server), ...answered(server)];
    });
    const claims = [
      does(steps.types(who, `${word} ${about}`.trim())),
      ...(branches.length === 1 ? branches.flat() : [steps.together(...branches)]),
      ...(slow ? here.toReversed().flatMap(answered) : []),
    ];
    return { state: { ...state, asked: true, changed: {}, shaken: [] }, claims, otherwise: [...shaken, RULES[word]] };
  }

  function act(state: State, action: Action): Outcome<State> | null {
    // The servers are there when they have been spoken of.
    if (state.over || (!state.asked && (action.does !== "ask" || action.adds))) return null;
    const { list, down, changed, shaken } = state;
    switch (action.does) {
      case "ask": {
        if (!action.adds) return ask(state, action);
        if (list.includes(THIRD)) return null;
        const more = { ...state, list: [...list, THIRD], changed: { ...changed, [THIRD]: "MOVIES-SERVERS-2" } };
        const next = ask(more, action);
        return next && { ...next, claims: [does(steps.types(who, ["addserver ", steps.hole(THIRD)])), ...next.claims] };
      }
      case "show-list": {
        const rules = [...shaken, "MOVIES-SERVERS-1"];
        const shown = list.map((server) => must(rules, steps.prints(who, [steps.hole(server)])));
        return { state, claims: [does(steps.types(who, "serverlist")), ...shown], otherwise: rules };
      }
      case "end-input": {
        const rules = [...shaken, "MOVIES-CLI-5"];
        const claims = [does(steps.presses(who, "Ctrl+D")), must(rules, steps.exits(who, 0))];
        return { state: { ...state, over: true }, claims, otherwise: rules };
      }
      case "add-again": {
        const server = list[action.at];
        if (server === undefined) return null;
        const rules = ["MOVIES-SERVERS-4"];
        const claims = [does(steps.types(who, ["addserver ", steps.hole(server)]))];
        return { state: { ...state, shaken: rules }, claims, otherwise: rules };
      }
      case "delete": {
        const server = list[action.at];
        if (server === undefined || list.length === 1) return null;
        const rules = ["MOVIES-SERVERS-3"];
        const claims = [does(steps.types(who, ["deleteserver ", steps.hole(server)]))];
        const left = list.filter((other) => other !== server);
        return { state: { ...state, list: left, shaken: rules }, claims, otherwise: rules };
      }
      case "kill": {
        const server = list[action.at];
        if (server === undefined || down.includes(server)) return null;
        const claims = [does(steps.changes(server, "is-killed"))];
        return { state: { ...state, down: [...down, server] }, claims, otherwise: [...shaken, "MOVIES-DOWN-1"] };
      }
      case "start-again": {
        const server = down[action.at];
        if (server === undefined) return null;
        const claims = [does(steps.changes(server, "starts-again"))];
        const next = {
          down: down.filter((other) => other !== server),
          changed: { ...changed, [server]: "MOVIES-DOWN-3" },
        };
        return { state: { ...state, ...next }, claims, otherwise: ["MOVIES-DOWN-3"] };
      }
      case "mistype": {
        const rules = [MISTYPED.find(([, line]) => line === action.line)![0]];
        const claims = [
          does(steps.types(who, action.line)),
          must([...shaken, ...rules], steps.printsSomething(who, null)),
        ];
        return { state: { ...state, shaken: rules }, claims, otherwise: rules };
      }
    }
  }

  const some = <T>(all: readonly T[]) => fc.constantFrom(...all);
  const is = <T extends string>(word: T) => fc.constant(word);
  const name = some(["Metropolis", "Alien", "The third man"]);
  const info = some(["a", "b", "a silent film", "two   spaces", "1927: run! | R", "東京 🎬 für alle", `"x" \\n %s #;`]);
  const movie = fc.tuple(name, info).map((both) => both.join(" | "));
  const text: fastCheck.Arbitrary<Answer> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ ok: fc.constant(true), text: movie }) },
    { weight: 1, arbitrary: fc.record({ ok: fc.constant(false), text: some(["no such movie", "not: here  today"]) }) },
  );
  const answer = fc.oneof(
    { weight: 40, arbitrary: text },
    { weight: 5, arbitrary: is("closes") },
    // It takes a second and a half.
    { weight: 1, arbitrary: is("silent") },
  );
  const about = (word: Word): fastCheck.Arbitrary<string> =>
    word === "all" ? fc.constant("") : word === "get" ? name : movie;
  const rarely = fc.nat({ max: 3 }).map((n) => n === 3);
  const request = (asked: boolean): fastCheck.Arbitrary<Action> =>
    fc.tuple(some(["get", "add", "edit", "all"] as const), rarely).chain(([word, slow]) =>
      fc.record({
        does: is("ask"),
        word: fc.constant(word),
        about: about(word),
        answers: fc.array(slow ? text : answer, { minLength: 1, maxLength: 3 }),
        slow: fc.constant(slow),
        adds: asked ? rarely : fc.constant(false),
      }),
    );

  return {
    initial: { list: ["server1", "server2"], down: [], changed: {}, asked: false, over: false, shaken: [] },
    client: who,
    steady: false,
    common: ["server1", "server2", THIRD],
    opening: [does(steps.startsWith(who, { servers: "{server1},{server2}" }))],
    actions({ asked, over, list, down }) {
      if (over) return null;
      if (!asked) return request(false);
      const at = fc.nat({ max: Math.max(list.length, down.length) - 1 });
      return fc.oneof(
        { weight: 8, arbitrary: request(true) },
        { weight: 2, arbitrary: fc.constant({ does: "show-list" }) },
        { weight: 1, arbitrary: fc.constant({ does: "end-input" }) },
        {
          weight: 6,
          arbitrary: fc.record({ does: some(["add-again", "delete", "kill", "start-again"] as const), at }),
        },
        { weight: 3, arbitrary: fc.record({ does: is("mistype"), line: some(MISTYPED.map(([, line]) => line)) }) },
      );
    },
    act,
    end: () => [],
  };
}
