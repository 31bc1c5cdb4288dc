import type { Component } from "svelte";
import { PASSWORD } from "./double";
import type { OfficeDesk } from "./office";
import { TestWindow } from "./window";

/** A screen of the office over the window of somebody of it. */
export async function office<P extends Record<string, unknown>>(desk: OfficeDesk, load: () => Promise<{ default: Component<P> }>, props: P): Promise<TestWindow> {
  const window = await TestWindow.over(desk);
  await window.until("#password");
  window.type(PASSWORD);
  window.press("Enter");
  await window.until("[data-truth]");
  await window.until("main [data-home], main :focus");
  const { mount } = await import("svelte");
  const { default: Screen } = await load();
  mount(Screen, { target: document.body, props });
  return window;
}
