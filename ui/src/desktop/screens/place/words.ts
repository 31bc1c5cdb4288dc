import { t } from "../../../shared/texts";
import { settings } from "../../../shared/settings.svelte";

/** A position as it is told: latitude, longitude, and how well it is known where that is known. */
export interface Told {
  lat: number;
  lon: number;
  accuracy_m?: number;
}

/** `0,79012° LU 127,38451° BT ±8 m`: five decimals are a metre. */
export function positionWords({ lat, lon, accuracy_m }: Told): string {
  const north = `${degrees(lat)} ${t(lat < 0 ? "south" : "north")}`;
  const east = `${degrees(lon)} ${t(lon < 0 ? "west" : "east")}`;
  const within = accuracy_m === undefined ? "" : ` ±${Math.ceil(accuracy_m)} m`;
  return `${north} ${east}${within}`;
}

function degrees(signed: number): string {
  const digits = Math.abs(signed).toFixed(5);
  return `${settings.preferences.interface === "en" ? digits : digits.replace(".", ",")}°`;
}
