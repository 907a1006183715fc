/**
 * The wire format of chat: words joined by single spaces, with no length and no delimiter.
 * `parse` turns the bytes of one message into a value, `print` turns it back; what is no message is undefined.
 * Names and texts are UTF-8; a file's content is whatever it is.
 */

export type Message =
  | { readonly kind: "join" | "disconnect"; readonly name: string }
  | { readonly kind: "request_users_list" | ErrorKind }
  | { readonly kind: "response_users_list"; readonly names: readonly string[] }
  | { readonly kind: "send_message" | "forward_message"; readonly names: readonly string[]; readonly text: string }
  | FileMessage;

export type ErrorKind = "err_unknown_message" | "err_server_full" | "err_username_unavailable";

interface FileMessage {
  readonly kind: "send_file" | "forward_file";
  readonly names: readonly string[];
  readonly file: string;
  readonly content: Uint8Array;
}

/** Strict, and keeps a byte order mark, since texts go through unchanged. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function parse(bytes: Uint8Array): Message | undefined {
  try {
    return parseFields(Buffer.from(bytes).toString("latin1")); // one character a byte: fields are decoded one by one
  } catch {
    return undefined; // a field is not UTF-8
  }
}

function parseFields(message: string): Message | undefined {
  const [kind, rest] = cut(message);
  switch (kind) {
    case "join":
    case "disconnect":
      return isWord(rest) ? { kind, name: utf8(rest) } : undefined;
    case "request_users_list":
    case "err_unknown_message":
    case "err_server_full":
    case "err_username_unavailable":
      return rest === undefined ? { kind } : undefined;
    case "response_users_list": {
      const list = parseCounted(rest);
      return list && list.rest === undefined ? { kind, names: list.names.map(utf8) } : undefined;
    }
    case "send_message":
    case "forward_message": {
      const list = parseCounted(rest);
      return list?.rest ? { kind, names: list.names.map(utf8), text: utf8(list.rest) } : undefined;
    }
    case "send_file":
    case "forward_file": {
      const list = parseCounted(rest);
      const [file, content] = cut(list?.rest ?? "");
      if (!list || !isWord(file) || content === undefined) return undefined;
      return { kind, names: list.names.map(utf8), file: utf8(file), content: bytesOf(content) };
    }
    default:
      return undefined;
  }
}

export function print(message: Message): Uint8Array {
  switch (message.kind) {
    case "join":
    case "disconnect":
      return Buffer.from(`${message.kind} ${message.name}`);
    case "response_users_list":
      return Buffer.from(`${message.kind} ${printCounted(message.names)}`);
    case "send_message":
    case "forward_message":
      return Buffer.from(`${message.kind} ${printCounted(message.names)} ${message.text}`);
    case "send_file":
    case "forward_file": {
      const head = `${message.kind} ${printCounted(message.names)} ${message.file} `;
      return Buffer.concat([Buffer.from(head), message.content]);
    }
    default:
      return Buffer.from(message.kind);
  }
}

/** `2 alice bob REST`: at least one name; `rest` is undefined where not even a space follows the last name. */
export function parseCounted(words = ""): { names: string[]; rest: string | undefined } | undefined {
  let [count, rest] = cut(words);
  if (!/^[0-9]{1,6}$/.test(count) || Number(count) === 0) return undefined;
  const names: string[] = [];
  while (names.length < Number(count)) {
    const [name, after] = cut(rest ?? "");
    if (!isWord(name)) return undefined;
    names.push(name);
    rest = after;
  }
  return { names, rest };
}

function printCounted(names: readonly string[]): string {
  return [names.length, ...names].join(" ");
}

/** What stands before the first space and what stands behind it. */
export function cut(text: string): [string, string | undefined] {
  const space = text.indexOf(" ");
  return space < 0 ? [text, undefined] : [text.slice(0, space), text.slice(space + 1)];
}

/** Not empty, no white space (ASCII's only: it is asked about bytes, too). */
function isWord(text: string | undefined): text is string {
  return text !== undefined && /^[^ \t\n\v\f\r]+$/.test(text);
}

function bytesOf(latin1: string): Uint8Array {
  return Buffer.from(latin1, "latin1");
}

function utf8(latin1: string): string {
  return decoder.decode(bytesOf(latin1));
}
