// Scripts of answers in @getodk/xforms-engine, the engine of ODK Web Forms: a line of JSON in, a line
// of JSON out, all forms and scripts in one process. What goes in and comes out is described in
// tests/peers/javarosa/Script.java. This engine stores an answer that breaks its constraint.
//
// It is copied to target/peers/xforms-engine, where its libraries are.
import { createRequire } from 'node:module';
import readline from 'node:readline';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('', { url: 'http://localhost/' });
// What the engine expects of a browser, and its bundled parser of a CommonJS module.
for (const name of ['window', 'document', 'DOMParser', 'Document', 'Element', 'Attr', 'Node', 'Text',
  'XMLDocument', 'XMLSerializer', 'XPathResult', 'Comment', 'CDATASection', 'File', 'Blob', 'FormData',
  'ProcessingInstruction', 'localStorage']) {
  globalThis[name] = name === 'window' ? window : window[name];
}
globalThis.__dirname = import.meta.dirname ?? '.';
globalThis.require = createRequire(import.meta.url);
// Its own words are no replies.
console.log = console.info = console.debug = console.error;
const { loadForm } = await import('@getodk/xforms-engine');

const isRange = (node) => node.nodeType.startsWith('repeat-range');
const nameOf = (node) => node.definition.qualifiedName?.localName ?? node.definition.nodeName;
const childrenOf = (node) => node.currentState.children;

/** The child of this name, through groups. */
function below(parent, name) {
  for (const child of childrenOf(parent)) {
    if (nameOf(child) === name) return child;
    const found = child.nodeType === 'group' ? below(child, name) : undefined;
    if (found) return found;
  }
}

/** A path as scripts write it: the node, and the place in its brackets. */
function find(root, path) {
  let [node, place] = [root, undefined];
  for (const step of path.split('/')) {
    if (isRange(node)) node = childrenOf(node)[place];
    const [, name, at] = /^([^[]*)(?:\[(\d+)\])?$/.exec(step);
    [node, place] = [below(node, name), at ? at - 1 : 0];
    if (!node) throw new Error(`${path} is nowhere in the form`);
  }
  return [node, place];
}

function set(node, text) {
  if (node.nodeType === 'select') {
    node.selectValues(text.split(' ').filter((code) => code !== ''));
  } else {
    node.setValue(text === '' ? (node.valueType === 'string' ? '' : null) : text);
  }
  return node.validationState.constraint.valid ? 'held' : 'refused';
}

/** Finds the place of a step; what is left gives the verdict on an answer, or null. */
function prepare(root, step) {
  const [node, place] = find(root, step.set ?? step.add ?? step.remove);
  if (step.set !== undefined) return () => set(node, step.value);
  if (step.add !== undefined) return () => (node.addInstances(), null);
  return () => (node.removeInstances(place), null);
}

/** Every question of every instance. */
function describe(parent, prefix, state) {
  for (const child of childrenOf(parent)) {
    if (isRange(child)) {
      childrenOf(child).forEach((one, at) => describe(one, `${prefix}${nameOf(child)}[${at + 1}]/`, state));
    } else if (child.nodeType === 'group') {
      if (nameOf(child) !== 'meta') describe(child, prefix, state);
    } else {
      const { instanceValue, relevant, required, readonly } = child.currentState;
      const valid = child.validationState.constraint.valid;
      state[prefix + nameOf(child)] = { value: instanceValue, relevant, required, readonly, valid };
    }
  }
  return state;
}

let form;
let xml;

/** Times, in microseconds, the steps `time`, or opening the form where there are none. */
async function times({ before, time, undo, runs }) {
  const taken = [];
  const keep = (started) => taken.push((performance.now() - started) * 1000);
  const { root } = form.createInstance();
  before.forEach((step) => prepare(root, step)());
  // As many runs go before, uncounted.
  for (let run = 0; run < 2 * runs; run += 1) {
    if (run === runs) taken.length = 0;
    if (time.length === 0) {
      const started = performance.now();
      (await loadForm(xml)).createInstance();
      keep(started);
    }
    for (const step of time) {
      const prepared = prepare(root, step);
      const started = performance.now();
      prepared();
      keep(started);
    }
    undo.forEach((step) => prepare(root, step)());
  }
  return { times: taken };
}

async function reply(request) {
  if (request.form !== undefined) {
    xml = request.form;
    form = await loadForm(xml);
    if (form.status === 'failure') throw form.error;
    return {};
  }
  if (request.time !== undefined) return times(request);
  const { root } = form.createInstance();
  const verdicts = request.script.map((step) => prepare(root, step)());
  return { verdicts, state: describe(root, '', {}) };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const answer = await reply(JSON.parse(line)).catch((error) => ({ error: String(error) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
