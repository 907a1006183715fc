export { concurrent } from "./outcomes.ts";
