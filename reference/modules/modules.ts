/** What is known about modules: in memory, and with a file's name also there, written as a whole after each change. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

export interface Module {
  /** The learning outcomes; their numbers are their places, from 1. */
  outcomes: string[];
  readonly courses: readonly string[];
  readonly assessments: readonly string[];
}

export class Modules {
  readonly file: string | undefined;
  readonly all: Map<string, Module>;

  constructor(file: string | undefined) {
    this.file = file;
    this.all = new Map(Object.entries(this.read() ?? FIRST));
  }

  read(): Record<string, Module> | undefined {
    if (this.file === undefined || !existsSync(this.file)) return undefined;
    return JSON.parse(readFileSync(this.file, "utf8"));
  }

  get(id: string): Module | undefined {
    return this.all.get(id);
  }

  /** The rename is one step: whoever reads finds the old file or the new one. */
  save(): void {
    if (this.file === undefined) return;
    writeFileSync(`${this.file}.new`, this.text());
    renameSync(`${this.file}.new`, this.file);
  }

  text(): string {
    return JSON.stringify(Object.fromEntries(this.all), null, 1);
  }
}

const FIRST: Readonly<Record<string, Module>> = {
  SOFT8023: {
    outcomes: [
      "Evaluate and apply design patterns in the design and development of a distributed system.",
      "Assess and apply different architectural patterns in a distributed system.",
      "Critically access and apply threading in a distributed application.",
      "Debug a distributed client/server application, identifying object properties and variables at run-time.",
      "Create a distributed object application using RMI, allowing client/server to communicate securely via interfaces and objects.",
    ],
    courses: ["CR_KSDEV_8", "CR_KDNET_8", "CR_KCOMP_7"],
    assessments: [
      "Project (a simple client server application using sockets) 20.0% Week 6",
      "Project (programming with design patterns, RMI and secure communication) 30.0% Week 12",
    ],
  },
  SOFT8009: {
    outcomes: ["Use the commands of a Unix system.", "Write scripts for everyday tasks."],
    courses: ["CR_KSDEV_8"],
    assessments: ["Practical examination 50.0% Week 7", "Project 50.0% Week 13"],
  },
};
