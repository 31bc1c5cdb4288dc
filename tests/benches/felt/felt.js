// What an officer feels, taken inside the page: from a key to the frame that shows what it did.
const felt = { keys: [], answers: [], strokes: 0, since: 0, typed: false, waiting: undefined };
window.felt = felt;
const onceShown = (then) =>
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(0);
  });
addEventListener("keydown", ({ timeStamp, key }) => {
  felt.since = timeStamp;
  // Escape stands for the pause of a person after a number.
  if (key !== "Escape") felt.strokes += 1;
  onceShown((now) => felt.keys.push(now - timeStamp));
}, true);
addEventListener("input", () => (felt.typed = true), true);
// The engine leads on once the answer is durable: the next field has the focus, and its effects are painted.
addEventListener("focusin", ({ target }) => {
  if (!target.dataset?.path) return;
  const { since, typed } = felt;
  felt.typed = false;
  if (typed) onceShown((now) => felt.answers.push(now - since));
}, true);
// Until `seen` is true of the page, by frames; then the time since the last key.
felt.until = (seen) => {
  felt.waiting = undefined;
  const look = () => (seen() ? onceShown((now) => (felt.waiting = now - felt.since)) : requestAnimationFrame(look));
  requestAnimationFrame(look);
};
