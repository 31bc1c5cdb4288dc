/** The line at the foot of the window: what is being done, and what came of it. The result stays. */
class Notice {
  text = $state("");
  grave = $state(false);
  busy = $state("");

  say(text: string, grave = false): void {
    this.text = text;
    this.grave = grave;
  }

  /** Names work that takes longer than 300 ms for as long as it takes. */
  async during<T>(name: string, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => (this.busy = name), 300);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      this.busy = "";
    }
  }
}

export const notice = new Notice();
