/** Nothing outlives a run: no daemon that has left its program's group, and no file written beside a program's folder. */
import { existsSync, mkdirSync, readFileSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { handoutOf, played, server } from "./small.test.support.ts";

const DAEMON = server(
  "say('said '+child.pid+' '+require('fs').realpathSync('..'))",
  `const child=require("child_process").spawn(process.execPath,["-e","setInterval(()=>{},1000)"],{detached:true,stdio:"ignore"});
   child.unref();require("fs").writeFileSync("../beside.txt","")
   process.on("SIGINT",()=>process.exit());`,
);

/** Broken, so that the transcript says what came. */
const spec = handoutOf("alice->>server: say hello\nserver->>alice: sorry");

test.skipIf(process.platform !== "linux")("a daemon and what lies beside a program's folder go with it", async () => {
  // What a killed run has left: there is no such process.
  const stale = join(tmpdir(), "wirecheck-4194999-stale");
  mkdirSync(stale, { recursive: true });
  utimesSync(stale, 0, 0);
  const [transcript] = await played(spec, "server", { server: DAEMON });
  const said = /said (\d+) ([^"\s]+)/.exec(JSON.stringify(transcript!.ending));
  expect(said, JSON.stringify(transcript!.ending)).not.toBeNull();
  const [, pid = "", place = ""] = said!;
  expect(place).toMatch(/wirecheck-\d+-\w+\/program$/);
  expect(existsSync(place)).toBe(false);
  // Nobody may be there to hear how it ended: then it is a zombie.
  await expect
    .poll(() => (existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : ") Z"))
    .toMatch(/\) Z/);
  expect(existsSync(stale)).toBe(false);
});
