/* The fields of a situation as plain values: texts, and lists for what may be ticked several times. */

const LISTS = ["competencies", "missions", "axes"];
const ASIDE = ["csrfmiddlewaretoken", "adhesion", "form_key", "version"];
export const TEXTS = ["text", "context", "result", "learnt", "feeling"];

export function plain(values) {
  const found = Object.fromEntries(LISTS.map((name) => [name, []]));
  for (const [name, value] of Object.entries(values)) {
    if (LISTS.includes(name)) found[name] = value.map(String).sort();
    else if (value !== null && value !== "") found[name] = String(value).replaceAll("\r\n", "\n");
  }
  return found;
}

export function read(form) {
  const found = Object.fromEntries(LISTS.map((name) => [name, []]));
  for (const [name, value] of new FormData(form)) {
    if (ASIDE.includes(name) || typeof value !== "string") continue;
    if (LISTS.includes(name)) found[name].push(value);
    else found[name] = value;
  }
  return plain(found);
}

export function fill(form, values) {
  for (const field of form.elements) {
    if (!field.name || ASIDE.includes(field.name)) continue;
    const value = values[field.name] ?? (LISTS.includes(field.name) ? [] : "");
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = [].concat(value).map(String).includes(field.value);
    } else field.value = value;
  }
}

const sorted = (values) => JSON.stringify(Object.entries(plain(values)).sort());
export const same = (one, other) => sorted(one) === sorted(other);

/* The names of the fields in which two writings differ; an empty one is as good as none. */
export function differences(one, other) {
  const [first, second] = [plain(one), plain(other)];
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  const text = (value) => JSON.stringify(value ?? "");
  return [...names].filter((name) => text(first[name]) !== text(second[name]));
}

/* The name of a new situation, for good: the server knows it again by this. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
