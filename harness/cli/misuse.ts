/** The command, a handout or a file that it names is wrong: said in words with the place and the remedy, exit status 2. */
export class Misuse extends Error {}
