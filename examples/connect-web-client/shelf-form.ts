import { formErrors } from "./form-errors.js";
import { libraryClient } from "./library.js";

const library = libraryClient(document.documentElement.dataset.library ?? location.origin);
const form = document.forms[0] as HTMLFormElement;
const failure = form.elements.namedItem("failure") as HTMLOutputElement;

form.addEventListener("input", () => {
  // Else the browser would never send the form again.
  for (const input of form.querySelectorAll("input")) input.setCustomValidity("");
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const values = new FormData(form);
  const shelf = { topic: `${values.get("topic")}`, capacity: Number(values.get("capacity")) };
  failure.value = "";
  try {
    await library.createShelf(shelf);
  } catch (e) {
    const { inputs, general } = formErrors(e, [...values.keys()], navigator.languages);
    failure.value = general;
    for (const [name, text] of Object.entries(inputs)) {
      (form.elements.namedItem(name) as HTMLInputElement).setCustomValidity(text);
    }
    form.reportValidity();
  }
});
