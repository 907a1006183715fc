import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import type { Transcript } from "../execution/transcript.ts";
import { arrivedTwice, arrow, spec } from "../verdict/sample.test.data.ts";
import { byHand, pythonBytes } from "./by-hand.ts";

const python = ["/usr/bin/python3", "/usr/local/bin/python3"].find(existsSync) ?? null;

describe("byHand", () => {
  it("is a script", () => {
    expect(byHand(arrivedTwice, spec([]))).toEqual([
      "import socket, time",
      'alice7q = socket.create_connection(("127.0.0.1", PORT), timeout=5)',
      'alice7q.sendall(b"join alice7q"); time.sleep(0.3)',
      'bob3x = socket.create_connection(("127.0.0.1", PORT), timeout=5)',
      'bob3x.sendall(b"join bob3x"); time.sleep(0.3)',
      'alice7q.sendall(b"send_message 2 bob3x bob3x hi"); time.sleep(0.3)',
      'print("bob3x:", bob3x.recv(65536))',
      'print("bob3x:", bob3x.recv(65536))',
    ]);
  });

  it("ends lines where the wire has lines", () => {
    const lines = { ...spec([]), framing: { client: "line", server: "line" } } as const;
    expect(byHand(arrivedTwice, lines)?.[2]).toContain('b"join alice7q\\n"');
  });

  it.skipIf(python === null)("gets the reply of a right server", async () => {
    const server = createServer((socket) => socket.on("data", (data) => socket.write(`said ${data.length}`)));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const rows = [
      arrow("alice7q", "server", "say {text of 9000 bytes}!", "done"),
      arrow("server", "alice7q", "said 9005", "broken"),
    ];
    const ending = { ...arrivedTwice.ending, row: 1 } as Transcript["ending"];
    const script = byHand({ ...arrivedTwice, rows, ending }, spec([]))!.join("\n");
    const { port } = server.address() as AddressInfo;
    const { stdout } = await execa(python!, ["-c", script.replaceAll("PORT", String(port))]);
    server.close();
    expect(stdout).toBe("alice7q: b'said 9005'");
  });

  it("is left out where it would not be the same, or long", () => {
    const long = Array.from({ length: 9 }, () => arrow("alice7q", "server", "x", "done"));
    const leftOver = { ...arrivedTwice.ending, row: null } as Transcript["ending"];
    expect(byHand({ ...arrivedTwice, role: "client" }, spec([]))).toBeNull();
    expect(byHand(arrivedTwice, { ...spec([]), transport: "grpc" })).toBeNull();
    expect(
      byHand({ ...arrivedTwice, rows: [...arrivedTwice.rows.slice(0, 7), ...long], ending: leftOver }, spec([])),
    ).toBeNull();
    expect(byHand({ ...arrivedTwice, rows: [arrow("alice", "server", "x".repeat(999), "done")] }, spec([]))).toBeNull();
  });

  it("writes bytes as Python does", () => {
    expect(pythonBytes("")).toBe('b""');
    expect(pythonBytes("a {text of 16384 bytes}\n")).toBe('b"a " + b"x" * 16384 + b"\\n"');
    expect(pythonBytes('a"\\\n\0é\udcff')).toBe('b"a\\"\\\\\\n\\x00\\xc3\\xa9\\xff"');
  });
});
