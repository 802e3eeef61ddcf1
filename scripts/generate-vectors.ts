// Writes the module that publishes the golden vectors from the JSON files that they are edited in.
import { writeFileSync } from "node:fs";
import { VECTOR_MODULE, vectorModule } from "./vector-module.js";

writeFileSync(VECTOR_MODULE, vectorModule());
