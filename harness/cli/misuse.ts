/** The command, a handout or a file that it names is wrong: said in words with the place and the remedy. */
export class Misuse extends Error {
  /** The exit status: 1 where it is the program's fault. */
  readonly status: 1 | 2;

  constructor(message: string, status: 1 | 2 = 2) {
    super(message);
    this.status = status;
  }
}
