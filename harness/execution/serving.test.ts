/** One running server serves many scenarios, where the handout allows it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Spec } from "../language/spec.ts";
import { trials } from "../projection/trials.ts";
import { perform } from "./perform.ts";
import { Servers } from "./servers.ts";
import { handoutOf, played, server } from "./small.test.support.ts";

const folder = mkdtempSync(join(tmpdir(), "wirecheck-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let counts = 0;

const TIMES = 3;

/** The same scenario several times, in a handout that lets a server serve many. */
function often(diagram: string, front?: string): Spec {
  const spec = handoutOf(diagram, front);
  const [rule] = spec.rules;
  const scenarios = Array.from({ length: TIMES }, () => rule!.scenarios[0]!);
  return { ...spec, server: { ...spec.server, serves: "many" }, rules: [{ ...rule!, scenarios }] };
}

/** Plays it, one scenario after the other; `starts` is how often the program was started. */
async function serve(spec: Spec, on: string, first = "") {
  const file = join(folder, String(counts++));
  const counting = `require("fs").appendFileSync(${JSON.stringify(file)}, "x");${first}`;
  const transcripts = await played(spec, "server", { server: server(on, counting) }, 1);
  return {
    endings: transcripts.map(({ ending }) => ending.kind),
    notes: transcripts.flatMap((transcript) => transcript.notes),
    starts: readFileSync(file, "utf8").length,
  };
}

const ANSWERS = "say(line.replace('say','said'))";

const HELLO = `alice->>server: say hello
  server->>alice: said hello`;

describe.concurrent("a server that may serve many scenarios", () => {
  test("is started once", async () => {
    const found = await serve(often(HELLO), ANSWERS);
    expect(found).toMatchObject({ endings: Array(TIMES).fill("complete"), notes: [] });
    // On a busy machine it may not be known that nobody is left.
    expect(found.starts).toBeLessThan(TIMES);
  });

  test("is started anew for what has to begin with its start", async () => {
    const screen = `Note over server: prints heard {text}\n${HELLO}`;
    const found = await serve(often(screen), ANSWERS, "console.log('heard nothing');");
    expect(found).toEqual({ endings: Array(TIMES).fill("complete"), notes: [], starts: TIMES });
  });

  test("is not blamed for what others have left behind, but told of it", async () => {
    const once = "say(seen.has(line)?'sorry':line.replace('say','said'));seen.add(line)";
    const found = await serve(often(HELLO), once, "const seen=new Set();");
    expect(found.endings).toEqual(Array(TIMES).fill("complete"));
    expect(found.notes.join()).toContain("something of them stays");
  });

  test("is started anew when it keeps connections of people who have left", async () => {
    const keeps = "say(line.replace('say','said'));s.allowHalfOpen=true";
    const found = await serve(often(HELLO), keeps);
    expect(found).toEqual({ endings: Array(TIMES).fill("complete"), notes: [], starts: TIMES });
  });

  test("is started anew when it has ended with its last client", async () => {
    const ends = "say(line.replace('say','said'));s.on('close',()=>process.exit())";
    const found = await serve(often(HELLO), ends);
    expect(found).toEqual({ endings: Array(TIMES).fill("complete"), notes: [], starts: TIMES });
  });

  test("that fails is not asked twice when it is fresh", async () => {
    const found = await serve(often(HELLO), "say('sorry')");
    expect(found).toEqual({ endings: Array(TIMES).fill("broken"), notes: [], starts: TIMES });
  });

  test("takes what it prints late to its own scenario", async () => {
    const late = "say(line.replace('say','said'));s.on('close',()=>console.log('heard '+line))";
    const found = await serve(often(HELLO), late);
    expect(found).toMatchObject({ endings: Array(TIMES).fill("complete"), notes: [] });
  });

  test("is left for others by a scenario that is not played", async () => {
    const spec = often(HELLO);
    const file = join(folder, String(counts++));
    const command = server(ANSWERS, `require("fs").appendFileSync(${JSON.stringify(file)}, "x");`);
    const target = { server: command, client: null, programs: {}, connect: null, folder, deadline: 700 };
    const all = trials(spec, spec.rules, { roles: ["server"], params: {}, seed: 3, wording: new Map() });
    await using servers = new Servers();
    const play = (n: number, unstartable?: () => string) =>
      perform(all[n]!, { target, params: {}, seed: 3, servers, unstartable });
    expect((await play(0)).ending.kind).toBe("complete");
    expect((await play(1, () => "it does not start")).ending.kind).toBe("not-started");
    expect((await play(2)).ending.kind).toBe("complete");
    expect(readFileSync(file, "utf8")).toBe("x");
  });
});
