import { call } from "../../../shared/call";

/** The folder that was written to last, for the field of a folder; empty when none is known. */
export async function lastFolder(): Promise<string> {
  return (await call("road_settings", {})).stick ?? "";
}
