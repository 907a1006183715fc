/** What a person does with a modules client, alice's, and what its server replies. */
import type fastCheck from "fast-check";
import type { Claim, Kit, Model, Outcome } from "../../harness/exploration/model.ts";

type Action =
  | { readonly does: "enter"; readonly id: string; readonly title: boolean }
  /** The prompt that is there is looked at. */
  | { readonly does: "look" }
  | { readonly does: "mistype"; readonly line: string }
  | { readonly does: "list"; readonly what: "L" | "C" | "A"; readonly items: readonly string[] }
  | { readonly does: "add"; readonly text: string }
  | { readonly does: "edit"; readonly number: number; readonly text: string }
  | { readonly does: "delete"; readonly number: number }
  | { readonly does: "return" | "leave" | "end-input" | "lose-server" };

interface State {
  /** The menu; null when the program has ended. */
  readonly menu: "start" | "module" | "outcomes" | null;
  /** The module that was entered last; empty before. */
  readonly id: string;
  readonly items: readonly string[];
  /** The prompt has been looked at. */
  readonly looked: boolean;
  /** The rule that would explain it if this were another menu. */
  readonly shaken: readonly string[];
}

const NOWHERE = "NOWHERE1";
/** A text of 100 KiB. */
const LONG = "{long}";

const PROMPTS = {
  start: "What is the module id?",
  module: "(L)earning Outcomes, (C)ourses, (A)ssessments or e(X)it?",
  outcomes: "(A)dd, (E)dit, (D)elete or (R)eturn?",
} as const;

/** What is asked for a list, the rule for asking, and the one for printing it. */
const LISTS = {
  L: ["OUTCOMES", "MODULES-WIRE-2", "MODULES-MENU-3"],
  C: ["COURSES", "MODULES-WIRE-3", "MODULES-MENU-4"],
  A: ["ASSESSMENTS", "MODULES-WIRE-4", "MODULES-MENU-5"],
} as const;

export function menus({ fc, steps, setting }: Kit): Model<State, Action> {
  const { does, must } = steps;
  const ids = [setting.params["module"] ?? "SOFT8023", setting.params["other"] ?? "SOFT8009"];
  const who = "alice";

  const words = (line: string) =>
    line.split(/(\{long\})/).map((part) => (part === LONG ? steps.filler(100 * 1024) : part));
  const types = (line: string): Claim => does(steps.types(who, words(line)));
  const asks = (line: string, rules: readonly string[]): Claim =>
    must(rules, steps.message(who, "server", words(line)));
  const replies = (line: string): Claim => does(steps.message("server", who, words(line)));
  const numbered = (items: readonly string[], rules: readonly string[]): Claim[] =>
    items.map((item, i) => must(rules, steps.prints(who, words(`${i + 1}. ${item}`))));

  function lists(state: State, { what, items }: Extract<Action, { does: "list" }>): Outcome<State> {
    const [command, asking, printing] = LISTS[what];
    const rules = [...items.flatMap(textRules), printing];
    const claims = [
      types(what),
      asks(`${command} ${state.id}`, [...state.shaken, asking]),
      replies(listed(items)),
      ...(what === "L" ? numbered(items, rules) : items.map((item) => must(rules, steps.prints(who, words(item))))),
    ];
    // Courses and assessments are followed by the next module.
    if (what !== "L") return { state: { ...state, menu: "start", shaken: [] }, claims, otherwise: rules };
    const shaken = items.length === 0 ? ["MODULES-MENU-11"] : [];
    return { state: { ...state, menu: "outcomes", items, shaken }, claims, otherwise: [...shaken, ...rules] };
  }

  /** What is typed for it, what that asks for, and what comes of it; null where there is no such number. */
  function change(
    state: State,
    typed: readonly string[],
    request: string,
    items: readonly string[] | null,
    [wire, rule]: readonly [string, string],
  ): Outcome<State> {
    const asked = [...typed.map(types), asks(request, [...textRules(request), ...state.shaken, wire])];
    if (items === null) {
      const rules = ["MODULES-MENU-8"];
      const claims = [...asked, replies("NOT RECOGNISED"), must(rules, steps.printsSomething(who, null))];
      return { state: { ...state, shaken: rules }, claims, otherwise: rules };
    }
    const empty = items.length === 0 ? ["MODULES-MENU-11"] : [];
    const rules = [...empty, ...textRules(typed.at(-1)!), rule];
    const claims = [
      ...asked,
      replies(listed(items)),
      must(rules, steps.prints(who, "Updated LO List:")),
      ...numbered(items, rules),
    ];
    return { state: { ...state, items, shaken: empty }, claims, otherwise: rules };
  }

  function act(state: State, action: Action): Outcome<State> | null {
    const { menu, id, items, shaken } = state;
    if (menu === null) return null;
    const to = (menu: State["menu"], shaken: readonly string[] = []): State => ({ ...state, menu, shaken });
    const at = "number" in action ? action.number - 1 : 0;
    switch (action.does) {
      case "look": {
        // The other end of its connection is there only when it is spoken of.
        if (id === "" || state.looked) return null;
        const rules = [...shaken, "MODULES-MENU-2"];
        return { state, claims: [must(rules, steps.prompts(who, PROMPTS[menu]))], otherwise: rules };
      }
      case "enter": {
        if (menu !== "start" || (action.title && id !== "")) return null;
        const known = ids.includes(action.id);
        const rules = ["MODULES-MENU-6"];
        const claims = [
          ...(action.title ? [must("MODULES-MENU-1", steps.prints(who, "Module System 1.0"))] : []),
          types(action.id),
          asks(`EXISTS ${action.id}`, [...shaken, "MODULES-WIRE-1"]),
          replies(known ? "TRUE" : "FALSE"),
          ...(known ? [] : [must(rules, steps.printsSomething(who, null))]),
        ];
        const next = known ? to("module") : to("start", rules);
        return { state: { ...next, id: action.id }, claims, otherwise: rules };
      }
      case "mistype": {
        if (menu === "start" || (menu === "outcomes" && "AEDR".includes(action.line))) return null;
        if (menu === "module" && "LCAX".includes(action.line)) return null;
        const rules = ["MODULES-MENU-7"];
        const claims = [types(action.line), must([...shaken, ...rules], steps.printsSomething(who, null))];
        return { state: to(menu, rules), claims, otherwise: rules };
      }
      case "list":
        return menu === "module" ? lists(state, action) : null;
      case "add":
        if (menu !== "outcomes") return null;
        return change(
          state,
          ["A", action.text],
          `ADD ${id} ${action.text}`,
          [...items, action.text],
          ["MODULES-WIRE-5", "MODULES-EDIT-1"],
        );
      case "edit": {
        if (menu !== "outcomes") return null;
        const { number, text } = action;
        const next = at in items ? items.with(at, text) : null;
        const rules = ["MODULES-WIRE-6", "MODULES-EDIT-2"] as const;
        return change(state, ["E", String(number), text], `EDIT ${id} ${number} ${text}`, next, rules);
      }
      case "delete": {
        if (menu !== "outcomes") return null;
        const next = at in items ? items.toSpliced(at, 1) : null;
        const rules = ["MODULES-WIRE-7", "MODULES-EDIT-3"] as const;
        return change(state, ["D", String(action.number)], `DELETE ${id} ${action.number}`, next, rules);
      }
      case "return":
        if (menu !== "outcomes") return null;
        return { state: to("start", ["MODULES-MENU-9"]), claims: [types("R")], otherwise: ["MODULES-MENU-9"] };
      case "leave": {
        if (menu !== "module") return null;
        const rules = [...shaken, "MODULES-MENU-10"];
        const claims = [
          types("X"),
          must(rules, steps.prints(who, "Goodbye")),
          must(rules, steps.closes(who, "server")),
          must(rules, steps.exits(who, 0)),
        ];
        return { state: to(null), claims, otherwise: rules };
      }
      case "end-input": {
        if (id === "") return null;
        const rules = [...shaken, "MODULES-MENU-13"];
        return {
          state: to(null),
          claims: [does(steps.presses(who, "Ctrl+D")), must(rules, steps.exits(who, 0))],
          otherwise: rules,
        };
      }
      case "lose-server": {
        // Only then is it known to be connected.
        if (id === "") return null;
        const rules = ["MODULES-MENU-12"];
        const claims = [
          does(steps.presses("server", "Ctrl+C")),
          does(steps.closes("server", who)),
          must(rules, steps.printsSomething(who, null)),
          must(rules, steps.exits(who)),
        ];
        return { state: to(null), claims, otherwise: rules };
      }
    }
  }

  const some = <T>(all: readonly T[]) => fc.constantFrom(...all);
  const is = <T extends string>(word: T) => fc.constant(word);
  // The first ones are the simplest.
  const plain = ["a", "b", "Learn to sing"];
  const odd = ["two   spaces", "Grüße, 世界 🎷", `"do" & 're'`, "1", "2. notes", "OK", "A", "R", LONG];
  const text = some([...plain, ...plain, ...plain, ...odd]);
  const list = fc.array(text, { maxLength: 5 });

  return {
    initial: { menu: "start", id: "", items: [], looked: false, shaken: [] },
    client: who,
    // What a prompt is, is known when the program waits behind it.
    steady: true,
    opening: [does(steps.printsAnything(who))],
    actions({ menu, id, items }) {
      if (menu === null) return null;
      const options: { weight: number; arbitrary: fastCheck.Arbitrary<Action> }[] = [];
      const add = (weight: number, arbitrary: fastCheck.Arbitrary<Action>): void =>
        void options.push({ weight, arbitrary });
      add(2, fc.constant({ does: "look" }));
      if (menu === "start")
        add(16, fc.record({ does: is("enter"), id: some([...ids, ids[0]!, NOWHERE]), title: fc.boolean() }));
      else add(2, fc.record({ does: is("mistype"), line: some(["Z", "X", "sing", "L", "7"]) }));
      if (menu === "module") {
        add(14, fc.record({ does: is("list"), what: some(["L", "L", "L", "C", "A"] as const), items: list }));
        add(2, fc.constant({ does: "leave" }));
      }
      if (menu === "outcomes") {
        const number = fc.oneof(
          { weight: 6, arbitrary: fc.integer({ min: 1, max: Math.max(1, items.length) }) },
          some([99]),
        );
        add(4, fc.record({ does: is("add"), text }));
        add(4, fc.record({ does: is("edit"), number, text }));
        add(5, fc.record({ does: is("delete"), number }));
        add(3, fc.constant({ does: "return" }));
      }
      add(1, fc.constant({ does: "end-input" }));
      if (id !== "") add(1, fc.constant({ does: "lose-server" }));
      return fc.oneof(...options);
    },
    act(state, action) {
      const next = act(state, action);
      return next && { ...next, state: { ...next.state, looked: action.does === "look" } };
    },
    end: () => [],
  };
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? "OK" : `OK ${items.join(" | ")}`;
}

function textRules(text: string): string[] {
  if (text.includes(LONG)) return ["MODULES-STREAM-4"];
  return / {2}|[^A-Za-z0-9 .]/.test(text) ? ["MODULES-EDIT-6"] : [];
}
