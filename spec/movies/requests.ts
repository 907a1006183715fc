/** What clients ask a movies server, and what they, the network and its owner do to it. */
import type fastCheck from "fast-check";
import type { Claim, Kit, Model, Outcome } from "../../harness/exploration/model.ts";

type Request =
  | { readonly ask: "GET"; readonly name: string }
  | { readonly ask: "EDIT" | "ADD"; readonly name: string; readonly info: string }
  | { readonly ask: "ALL" }
  /** One that cannot be done: the rule, and the line. */
  | { readonly ask: "nonsense"; readonly rule: string; readonly line: string };

type Action =
  | { readonly does: "ask"; readonly who: string; readonly request: Request; readonly telnet: boolean }
  | { readonly does: "babble"; readonly who: string; readonly long: boolean }
  | { readonly does: "call"; readonly who: string; readonly how: "closes" | "resets" }
  /** Many connect, and say nothing. */
  | { readonly does: "crowd" }
  | { readonly does: "restart"; readonly how: "stopped" | "killed" }
  /** At the same moment: several movies are added, or the same one twice. */
  | { readonly does: "add-together"; readonly names: readonly string[] }
  | { readonly does: "race"; readonly name: string };

interface State {
  /** What is known about each movie, by the one form of its name. */
  readonly movies: Readonly<Record<string, string>>;
  /** The rule that would explain it if a movie were not what it should be, by its name. */
  readonly touched: Readonly<Record<string, string>>;
  readonly crowded: boolean;
  readonly raced: boolean;
  /** The rule that would explain it if the server no longer served people as it should. */
  readonly shaken: readonly string[];
}

const CAST: readonly string[] = ["alice", "bob", "carol"];
const NAMES: readonly string[] = ["Metropolis", "Nosferatu", "Alien", "The third man", "Alien: covenant", "2001"];
/** More than a small pool of workers has. */
const CROWD = 16;
/** What the one who was first has said of a movie that two have added. */
const RACED = "{racedtext}";

export function requests({ fc, steps }: Kit): Model<State, Action> {
  const { does, must } = steps;

  const reply = (who: string, rules: readonly string[], line: string, order?: readonly string[]): Claim => {
    const [before = "", after] = line.split(RACED);
    const words = after === undefined ? line : [before, steps.hole(RACED.slice(1, -1)), after];
    return must(rules, steps.message("server", who, words), order);
  };
  const error = (who: string, rules: readonly string[]): Claim =>
    must(rules, steps.message("server", who, ["ERROR ", steps.hole("reasontext")]));

  /** What must be replied, and what has changed then. */
  function serve(state: State, who: string, request: Request, before: readonly string[]): [State, Claim] {
    if (request.ask === "nonsense") {
      const names = NAMES.filter((name) => request.line.includes(name));
      const touched = { ...state.touched, ...Object.fromEntries(names.map((name) => [name, request.rule])) };
      return [{ ...state, touched }, error(who, [...before, request.rule])];
    }
    const { movies } = state;
    if (request.ask === "ALL") {
      const names = Object.keys(movies).sort();
      const rules = [...before, ...Object.values(state.touched).reverse(), "MOVIES-ALL-1"];
      if (names.length === 0)
        return [state, reply(who, [...before, ...Object.values(state.touched), "MOVIES-ALL-2"], "OK")];
      return [state, reply(who, rules, `OK ${names.join(" | ")}`, ["MOVIES-ALL-1"])];
    }
    const name = form(request.name);
    const known = movies[name];
    const touched = state.touched[name] ?? [];
    const written = request.name === name ? [] : ["MOVIES-GET-3"];
    if (request.ask === "GET") {
      if (known === undefined) return [state, error(who, [...before, ...[touched].flat(), "MOVIES-GET-2"])];
      const rules = [...before, ...written, ...[touched].flat(), ...infoRules(known), "MOVIES-GET-1"];
      return [state, reply(who, rules, `OK ${name} | ${known}`)];
    }
    const { ask, info } = request;
    if ((ask === "ADD") !== (known === undefined)) {
      const rule = ask === "ADD" ? "MOVIES-ADD-2" : "MOVIES-EDIT-2";
      return [
        { ...state, touched: { ...state.touched, [name]: rule } },
        error(who, [...before, ...written, ...[touched].flat(), rule]),
      ];
    }
    const rule = ask === "ADD" ? "MOVIES-ADD-1" : "MOVIES-EDIT-1";
    const rules = [...before, ...written, ...[touched].flat(), ...infoRules(info), rule];
    const next = { movies: { ...movies, [name]: info }, touched: { ...state.touched, [name]: rule } };
    return [{ ...state, ...next }, reply(who, rules, `OK ${name} | ${info}`)];
  }

  function lineOf(request: Request): string {
    if (request.ask === "nonsense") return request.line;
    if (request.ask === "ALL") return "ALL";
    return request.ask === "GET" ? `GET ${request.name}` : `${request.ask} ${request.name} | ${request.info}`;
  }

  function act(state: State, action: Action): Outcome<State> | null {
    const { shaken } = state;
    switch (action.does) {
      case "ask": {
        const { who, request, telnet } = action;
        const before = [...shaken, ...(telnet ? ["MOVIES-CONN-3"] : [])];
        const [next, answer] = serve(state, who, request, before);
        const claims = [
          does(steps.message(who, "server", `${lineOf(request)}${telnet ? "\r" : ""}`)),
          answer,
          must([...shaken, "MOVIES-CONN-1"], steps.closes("server", who)),
        ];
        return { state: next, claims, otherwise: answer.rules };
      }
      case "babble": {
        const { who, long } = action;
        const rules = ["MOVIES-BAD-4"];
        const claims = [
          does(steps.message(who, "server", long ? [steps.filler(1024 * 1024)] : "GET \udcff\udcfe")),
          does(steps.hearsAnything(who)),
          does(steps.closes(who, "server")),
        ];
        return { state: { ...state, shaken: rules }, claims, otherwise: rules };
      }
      case "call": {
        const { who, how } = action;
        const rules = ["MOVIES-BAD-3"];
        const claims = [does(steps.connects(who, "server")), does(steps.closes(who, "server", how))];
        return { state: { ...state, shaken: rules }, claims, otherwise: rules };
      }
      case "crowd": {
        if (state.crowded) return null;
        const rules = ["MOVIES-BAD-5"];
        const claims = Array.from({ length: CROWD }, (_, i) => does(steps.connects(`idler${i + 1}`, "server")));
        return { state: { ...state, crowded: true, shaken: rules }, claims, otherwise: rules };
      }
      case "restart": {
        // Whoever is connected then would have to hear of it.
        if (state.crowded) return null;
        const rules = [action.how === "killed" ? "MOVIES-KEPT-2" : "MOVIES-KEPT-1"];
        const ends =
          action.how === "killed"
            ? [does(steps.changes("server", "is-killed"))]
            : [does(steps.presses("server", "Ctrl+C")), must(rules, steps.exits("server"))];
        const claims = [
          ...ends,
          must(rules, steps.changes("server", "starts-again")),
          does(steps.printsAnything("server")),
        ];
        return { state: { ...state, shaken: rules }, claims, otherwise: rules };
      }
      case "add-together": {
        const { names } = action;
        if (names.some((name) => name in state.movies)) return null;
        // One alone is added as any other.
        const rules = [...shaken, names.length === 1 ? "MOVIES-ADD-1" : "MOVIES-TIME-1"];
        const branches = names.map((name, i) => [
          steps.message(CAST[i]!, "server", `ADD ${name} | a`),
          steps.message("server", CAST[i]!, `OK ${name} | a`),
          steps.closes("server", CAST[i]!),
        ]);
        const movies = { ...state.movies, ...Object.fromEntries(names.map((name) => [name, "a"])) };
        const touched = { ...state.touched, ...Object.fromEntries(names.map((name) => [name, rules.at(-1)!])) };
        return {
          state: { ...state, movies, touched },
          claims: [must(rules, steps.par(...branches))],
          otherwise: rules,
        };
      }
      case "race": {
        const { name } = action;
        if (state.raced || name in state.movies) return null;
        const rules = [...shaken, "MOVIES-TIME-2"];
        const claims = [
          does(
            steps.par(
              [steps.message("alice", "server", `ADD ${name} | a`)],
              [steps.message("bob", "server", `ADD ${name} | b`)],
            ),
          ),
          reply("{winner}", rules, `OK ${name} | ${RACED}`),
          error("{loser}", rules),
          ...["alice", "bob"].flatMap((who) => [does(steps.hearsAnything(who)), does(steps.closes(who, "server"))]),
        ];
        const movies = { ...state.movies, [name]: RACED };
        const touched = { ...state.touched, [name]: "MOVIES-TIME-2" };
        return { state: { ...state, movies, touched, raced: true }, claims, otherwise: rules };
      }
    }
  }

  const some = <T>(all: readonly T[]) => fc.constantFrom(...all);
  const is = <T extends string>(word: T) => fc.constant(word);
  // The first ones are the simplest.
  const variants = NAMES.flatMap((name) => [name.toLowerCase(), name.toUpperCase(), `${name} `]);
  const name = some([...NAMES, ...NAMES, ...NAMES, ...variants]);
  /** Mostly one of those that have been spoken of. */
  const heardOf = ({ movies, touched }: State) => {
    const names = Object.keys({ ...movies, ...touched });
    return names.length === 0 ? name : fc.oneof({ weight: 5, arbitrary: some(names) }, name);
  };
  const plain = ["a", "b", "a silent film"];
  const odd = ["two   spaces", "1927: run! | R", "東京 🎬 für alle", `"x" \\n %s #;`, "OK", "| b", "x".repeat(3000)];
  const info = some([...plain, ...plain, ...plain, ...odd]);
  const nonsense = some([
    ["MOVIES-BAD-1", "FETCH Metropolis"],
    ["MOVIES-BAD-1", ""],
    ["MOVIES-BAD-1", "12"],
    ["MOVIES-BAD-1", "ALLES"],
    ["MOVIES-BAD-2", "GET"],
    ["MOVIES-BAD-2", "ADD Metropolis"],
    ["MOVIES-BAD-2", "ADD Nosferatu |"],
    ["MOVIES-BAD-2", "EDIT Metropolis"],
    ["MOVIES-BAD-2", "ADD | a"],
    ["MOVIES-BAD-2", "ADD"],
  ] as const).map(([rule, line]): Request => ({ ask: "nonsense", rule, line }));
  const request = (state: State): fastCheck.Arbitrary<Request> =>
    fc.oneof(
      { weight: 5, arbitrary: fc.record({ ask: is("GET"), name: heardOf(state) }) },
      { weight: 5, arbitrary: fc.record({ ask: is("ADD"), name, info }) },
      { weight: 4, arbitrary: fc.record({ ask: is("EDIT"), name: heardOf(state), info }) },
      { weight: 3, arbitrary: fc.constant({ ask: "ALL" }) },
      { weight: 3, arbitrary: nonsense },
    );

  return {
    initial: { movies: {}, touched: {}, crowded: false, raced: false, shaken: [] },
    client: "alice",
    steady: true,
    common: [RACED.slice(1, -1)],
    opening: [does(steps.printsAnything("server"))],
    actions(state) {
      const who = some(CAST);
      const telnet = fc.nat({ max: 7 }).map((n) => n === 7);
      const how = some(["closes", "resets"] as const);
      const names = fc.uniqueArray(some(NAMES), { minLength: 1, maxLength: CAST.length });
      return fc.oneof(
        { weight: 16, arbitrary: fc.record({ does: is("ask"), who, request: request(state), telnet }) },
        { weight: 1, arbitrary: fc.record({ does: is("babble"), who, long: fc.boolean() }) },
        { weight: 1, arbitrary: fc.record({ does: is("call"), who, how }) },
        { weight: 1, arbitrary: fc.constant({ does: "crowd" }) },
        { weight: 1, arbitrary: fc.record({ does: is("restart"), how: some(["stopped", "killed"] as const) }) },
        { weight: 2, arbitrary: fc.record({ does: is("add-together"), names }) },
        { weight: 1, arbitrary: fc.record({ does: is("race"), name: some(NAMES) }) },
      );
    },
    act,
    /** Somebody who comes last looks which movies there are. */
    end: () => [{ does: "ask", who: "last", request: { ask: "ALL" }, telnet: false }],
  };
}

/** The first letter is a capital, all others are small, and there is no white space at its ends. */
function form(name: string): string {
  const trimmed = name.trim();
  return trimmed.slice(0, 1).toUpperCase() + trimmed.slice(1).toLowerCase();
}

function infoRules(info: string): string[] {
  return / {2}|[^A-Za-z ]|x{100}/.test(info) ? ["MOVIES-ADD-3"] : [];
}
