import { libraryClient } from "../../examples/connect-web-client/library.js";
import { RpcError } from "../../src/entry/index.js";
import { type Check, factsOf, mismatches, rejection } from "./check.js";

/** The examples for pages, where they are at home. */
export const exampleChecks: readonly Check[] = [
  {
    family: "examples/connect-web-client",
    name: "show what is wrong at the input of the form, and say it to the user",
    run: async ({ here }) => {
      const html = await (await fetch(`${here}/form`)).text();
      const { forms } = new DOMParser().parseFromString(html, "text/html");
      const form = document.body.appendChild(document.adoptNode(forms[0] as HTMLFormElement));
      await import("../../examples/connect-web-client/shelf-form.js");
      const refused = new Promise((resolve) => {
        form.addEventListener("invalid", resolve, { capture: true, once: true });
      });
      form.requestSubmit();
      await refused;
      const [before, after] = [validity(form), edited(form)];
      form.remove();
      return [
        ...mismatches(before, { topic: "must not be empty", capacity: "", isValid: false }),
        ...mismatches(after, { topic: "", capacity: "", isValid: true }),
      ];
    },
  },
  {
    family: "examples/connect-node",
    name: "let a page of another origin read the id of the request in the headers",
    run: async ({ elsewhere }) => {
      const library = libraryClient(`${elsewhere}/pages`);
      const error = RpcError.from(await rejection(library.getBook({ bookId: "42" })));
      return [
        ...mismatches(factsOf(error), { code: "NOT_FOUND", reason: "BOOK_MISSING" }),
        ...mismatches({ requestIds: error.requestIds }, { requestIds: ["book-17"] }),
      ];
    },
  },
];

/** What the browser says of each input. */
function validity(form: HTMLFormElement): object {
  const inputs = [...form.querySelectorAll("input")];
  const messages = inputs.map(({ name, validationMessage }) => [name, validationMessage]);
  return { ...Object.fromEntries(messages), isValid: form.checkValidity() };
}

/** The same after the user has typed something. */
function edited(form: HTMLFormElement): object {
  form.querySelector("input")?.dispatchEvent(new Event("input", { bubbles: true }));
  return validity(form);
}
