/** Both ends of a gRPC connection that the harness plays, against each other and against what is no gRPC. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseHandout } from "../../language/handout.ts";
import type { Spec } from "../../language/spec.ts";
import type { Connection } from "../connection.ts";
import { transport } from "../transport.ts";
import { wireOf } from "./wire.ts";

const PROTO = `
syntax = "proto3";
package shop;
service Shop {
  rpc Buy (Order) returns (Receipt);
  rpc Watch (Order) returns (stream Receipt);
}
enum Colour { RED = 0; BLUE = 1; }
message Order { string name = 1; int64 number = 2; repeated string tags = 3; bool gift = 4; bytes raw = 5; Colour colour = 6; }
message Receipt { oneof result { string note = 1; double price = 2; } }
`;

const folder = mkdtempSync(join(tmpdir(), "wirecheck-grpc-"));
writeFileSync(join(folder, "shop.proto"), PROTO);
const open: (Server | Socket)[] = [];
afterAll(() => {
  for (const each of open) "destroy" in each ? each.destroy() : each.close();
  rmSync(folder, { recursive: true, force: true });
});

function shop(rows: string, proto = "shop.proto"): Spec {
  const front = `---\nprotocol: shop\ntransport: grpc\nproto: ${proto}\n---\n`;
  const page = `${front}\n## Messages\n\n| Message | From | Format |\n|---|---|---|\n${rows}\n`;
  const { spec, problems } = parseHandout(page, join(folder, "shop.md"));
  if (spec === null) throw new Error(problems.map(({ message }) => message).join("\n"));
  return spec;
}

const SHOP = shop(
  [
    "| Buy | client | `buy {name} {number} {tags...} {gift} {colour} {rawtext}` |",
    "| Buy.note | server | `note {notetext}` |",
    "| Buy.price | server | `costs {price}` |",
    "| Buy.nothing | server | `nothing` |",
    "| error | server | `error {status}` |",
  ].join("\n"),
);

async function ends(): Promise<{ readonly client: Connection; readonly server: Connection }> {
  const make = await transport(SHOP);
  return await new Promise((resolve) => {
    const listener = createServer((socket) => resolve({ client, server: make(socket, "server", () => {}) }));
    let client: Connection;
    listener.listen(0, "127.0.0.1", () => {
      const socket = connect((listener.address() as AddressInfo).port, "127.0.0.1");
      client = make(socket, "client", () => {});
      open.push(socket);
    });
    open.push(listener);
  });
}

const ORDER = "buy ball 12345678901 2 big round true BLUE any  text";

test.each(["note ", "note à point", "costs 2.5", "nothing", "error NOT_FOUND"])("answers `%s`", async (answer) => {
  const { client, server } = await ends();
  client.send(Buffer.from(ORDER));
  await expect.poll(() => server.messages.map(String)).toEqual([ORDER]);
  server.send(Buffer.from(answer));
  await expect.poll(() => client.messages.map(String)).toEqual([answer]);
  expect([client.ended, server.ended]).toEqual([null, null]);
});

test("the oldest call is answered first", async () => {
  const { client, server } = await ends();
  for (const name of ["ball", "bat"]) client.send(Buffer.from(`buy ${name} 1 0 false RED `));
  await expect.poll(() => server.messages.length).toBe(2);
  server.send(Buffer.from("note first"));
  server.send(Buffer.from("note second"));
  await expect.poll(() => client.messages.map(String)).toEqual(["note first", "note second"]);
});

test("an end is seen, with a call that nobody has answered too", async () => {
  const one = await ends();
  one.client.send(Buffer.from(ORDER));
  await expect.poll(() => one.server.messages.length).toBe(1);
  one.server.close("closes");
  await expect.poll(() => one.client.ended).not.toBeNull();
  expect(one.client.messages).toEqual([]);
  const other = await ends();
  other.client.close("resets");
  await expect.poll(() => other.server.ended).not.toBeNull();
});

test("what is no gRPC does no harm", async () => {
  const make = await transport(SHOP);
  const listener = createServer((socket) => void make(socket, "server", () => {}));
  open.push(listener);
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const socket = connect((listener.address() as AddressInfo).port, "127.0.0.1");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {}).resume();
  socket.write("GET / HTTP/1.0\r\n\r\n");
  await closed;
});

test("a message that the .proto does not have cannot be sent", async () => {
  const { client } = await ends();
  expect(() => client.send(Buffer.from("sell ball"))).toThrow("`sell ball` is no call");
});

test.each([
  ["| Sell | client | `sell` |", "shop.proto has no rpc `Sell`: expected one of Buy, Watch"],
  ["| Buy | client | `buy {size}` |", "the hole {size} is no field of `Buy`"],
  ["| Watch | client | `watch` |", "the rpc `Watch` streams"],
])("%s is a problem", async (row, message) => {
  const { problems } = await wireOf(shop(row));
  expect(problems.map((each) => each.message)).toEqual([expect.stringContaining(message)]);
  expect(problems[0]?.line).toBe(11);
});

test("a .proto that is not there is a problem", async () => {
  const { problems } = await wireOf(shop("", "none.proto"));
  expect(problems.map((each) => each.message)).toEqual([expect.stringContaining("there is no file")]);
});
