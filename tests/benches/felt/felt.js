// What a hand feels, taken inside the page: from a key to the frame that shows what it did.
const felt = { keys: [], answers: [], fields: [], focused: [], tones: [], strokes: 0, since: 0, typed: false, at: "", waiting: undefined };
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
  const path = target.dataset?.path;
  if (!path) return;
  const { since, typed, at } = felt;
  felt.typed = false;
  felt.at = path;
  if (at !== path) felt.focused.push(performance.now() - since);
  onceShown((now) => {
    if (typed) felt.answers.push(now - since);
    // Boxes of a paper take keys without an input event.
    if (at !== path) felt.fields.push(now - since);
  });
}, true);
// A tone is felt when it is scheduled to sound: now by the clock of the page, and what its own clock adds.
const { start } = AudioScheduledSourceNode.prototype;
AudioScheduledSourceNode.prototype.start = function (at = 0, ...rest) {
  const ahead = Math.max(at - this.context.currentTime, 0) * 1000;
  felt.tones.push(performance.now() + ahead - felt.since);
  return start.call(this, at, ...rest);
};
// Until `seen` is true of the page, by frames; then the time since the last key.
felt.until = (seen) => {
  felt.waiting = undefined;
  const look = () => (seen() ? onceShown((now) => (felt.waiting = now - felt.since)) : requestAnimationFrame(look));
  requestAnimationFrame(look);
};
// What the toolkit itself needs on this machine: one mark changed by hand, until the frame that shows it.
felt.floor = [];
felt.bare = (times) => {
  const mark = document.querySelector(":focus");
  const before = mark.value;
  let left = times;
  const once = () => {
    const since = performance.now();
    mark.value = mark.value === "1" ? "2" : "1";
    onceShown((now) => {
      felt.floor.push(now - since);
      if (--left > 0) setTimeout(once, 20);
      else mark.value = before;
    });
  };
  once();
};
