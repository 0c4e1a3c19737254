// Evaluates an action's expressions with GitHub's own evaluator. Reads one line of JSON for each question, and answers
// with one: starting node costs more than many questions. Started with the folder of the npm packages.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const packages = process.argv[2];
const load = (file) => import(pathToFileURL(`${packages}/${file}`).href);
const { Evaluator, Lexer, Parser, data } = await load("@actions/expressions/dist/index.js");
const { truthy } = await load("@actions/expressions/dist/result.js");
const { parse: yaml } = (await load("yaml/dist/index.js")).default;

const CONTEXTS = ["github", "inputs", "steps", "runner", "env", "job", "strategy", "matrix"]; // those of a composite action
const OF_WORKFLOWS = [...CONTEXTS, "vars", "secrets", "needs"];
const EXPRESSION = /\$\{\{((?:'[^']*'|[^'])*?)\}\}/g;

/** The functions that ask how the job goes. */
const asking = (status) =>
  [
    ["always", true],
    ["success", status === "success"],
    ["failure", status === "failure"],
    ["cancelled", status === "cancelled"],
  ].map(([name, value]) => ({ name, description: "", minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) }));

const parsed = (source, contexts = CONTEXTS) =>
  new Parser(new Lexer(source).lex().tokens, contexts, asking("success")).parse();

/** A value of JSON as one of the evaluator. */
function toData(value) {
  if (value === null || value === undefined) return new data.Null();
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  if (typeof value === "object")
    return new data.Dictionary(...Object.entries(value).map(([key, each]) => ({ key, value: toData(each) })));
  if (typeof value === "boolean") return new data.BooleanData(value);
  return typeof value === "number" ? new data.NumberData(value) : new data.StringData(value);
}

function evaluated(source, contexts, status) {
  const whole = Object.fromEntries(CONTEXTS.map((name) => [name, contexts[name] ?? {}]));
  return new Evaluator(parsed(source), toData(whole), new Map(asking(status).map((each) => [each.name, each]))).evaluate();
}

const filled = (text, contexts, status) =>
  String(text ?? "").replace(EXPRESSION, (_, source) => evaluated(source, contexts, status).coerceString());

const all = (texts, contexts, status) =>
  Object.fromEntries(Object.entries(texts ?? {}).map(([name, text]) => [name, filled(text, contexts, status)]));

/** A step runs where its condition holds, and the job still succeeds unless the condition asks how it goes. */
function runs(step, contexts, status) {
  const source = String(step.if ?? "success()").replace(EXPRESSION, "$1");
  const asks = /\b(always|success|failure|cancelled)\s*\(/.test(source);
  return truthy(evaluated(asks ? source : `success() && (${source})`, contexts, status));
}

/** An action with some inputs: those it has not, its steps filled in, and its outputs. What is given is a text, as a
 * workflow has evaluated it; a default is an expression. */
function ofAction({ action: file, given = {}, contexts = {}, status = "success" }) {
  const action = yaml(readFileSync(file, "utf8"));
  const known = Object.entries(action.inputs ?? {});
  const values = known.map(([name, about]) => [name, given[name] ?? filled(about.default, contexts, status)]);
  const inside = { ...contexts, inputs: Object.fromEntries(values) };
  const steps = action.runs.steps.map((step) => ({
    id: step.id ?? "",
    runs: runs(step, inside, status),
    shell: filled(step.shell, inside, status),
    run: filled(step.run, inside, status),
    env: all(step.env, inside, status),
  }));
  const outputs = Object.entries(action.outputs ?? {}).map(([name, about]) => [name, about.value]);
  return {
    unknown: Object.keys(given).filter((name) => !(name in inside.inputs)),
    steps,
    outputs: all(Object.fromEntries(outputs), inside, status),
  };
}

/** Every path that an expression reads, such as inputs.config. An index that is computed is a star. */
function* paths(node) {
  const names = [];
  let at = node;
  while (at.index !== undefined) {
    names.unshift(at.index.literal ? at.index.literal.coerceString() : "*");
    if (!at.index.literal) yield* paths(at.index);
    at = at.expr;
  }
  if (at.name) yield [at.name.lexeme, ...names].join(".");
  else for (const each of [at.expr, at.left, at.right, at.group, ...(at.args ?? [])]) if (each) yield* paths(each);
}

/** What the expressions of a file read, wherever they are; an `if:` is an expression as a whole. */
function* read(value, known, key = "") {
  if (value !== null && typeof value === "object") {
    for (const [name, each] of Object.entries(value)) yield* read(each, known, name);
    return;
  }
  const text = String(value);
  const found = [...text.matchAll(EXPRESSION)].map((each) => each[1]);
  for (const source of key === "if" && found.length === 0 ? [text] : found) yield* paths(parsed(source, known));
}

function answer(question) {
  if (question.action) return ofAction(question);
  if (question.read) {
    const file = yaml(readFileSync(question.read, "utf8"));
    return { read: [...read(file, "jobs" in file ? OF_WORKFLOWS : CONTEXTS)] };
  }
  const { condition, contexts, status = "success" } = question;
  return { runs: runs({ if: condition }, contexts, status) };
}

for await (const line of createInterface({ input: process.stdin })) {
  let said;
  try {
    said = answer(JSON.parse(line));
  } catch (error) {
    said = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
