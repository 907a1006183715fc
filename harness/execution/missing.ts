/** Does a command name a program that is not there? Found before anything is started. */
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { command } from "./command.ts";

/** @returns what is not there, in words; null when nothing is missed */
export function missing(line: string, folder: string): string | null {
  const { file, args, script } = command(line, "", {}, folder);
  if (file === "") return "the command is empty";
  if (file === "/bin/sh" && args[0] === "-c") return null;
  if (file.includes("/")) {
    if (!existsSync(resolve(folder, file))) return `there is no file ${file}`;
    if (!executable(resolve(folder, file)))
      return `${file} is not executable (chmod +x ${file}, or name what runs it: python3 ${file})`;
  } else if (!(process.env["PATH"] ?? "").split(delimiter).some((each) => executable(join(each, file)))) {
    return existsSync(join(folder, file))
      ? `there is no command ${file} (did you mean ./${file}?)`
      : `there is no command ${file}`;
  }
  return script !== null && !existsSync(resolve(folder, script)) ? `there is no file ${script}` : null;
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
