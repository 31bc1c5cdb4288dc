import { mount } from "svelte";
import "../src/shared/theme.css";
import App from "./App.svelte";
import "./page.css";

const target = document.getElementById("app");
if (target) mount(App, { target });
