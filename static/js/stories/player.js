/** A recording with its waveform: heard, sought by pointer and keys, faster and slower. */

import { find, must } from "../lib/dom.js";

const STEP_S = 5;
/** @type {Record<string, number>} */
const STEPS = {
  ArrowLeft: -STEP_S,
  ArrowDown: -STEP_S,
  ArrowRight: STEP_S,
  ArrowUp: STEP_S,
  PageDown: -3 * STEP_S,
  PageUp: 3 * STEP_S,
};

/** @type {HTMLAudioElement | null} */
let heard = null;

export class SoundPlayer {
  /** @param {HTMLElement} root   templates/components/sound_player.html */
  constructor(root) {
    this.root = root;
    this.audio = /** @type {HTMLAudioElement} */ (must("audio", root));
    this.button = must("[data-own=play]", root);
    this.slider = /** @type {HTMLInputElement} */ (must(".sound-seek", root));
    this.wave = must(".sound-wave", root);
    this.seconds = Number(root.dataset.seconds);
    this.audio.controls = false;
    this.audio.classList.add("is-replaced");
    for (const part of root.querySelectorAll("[data-own]")) part.removeAttribute("hidden");
    this.#listen();
    this.#show();
  }

  /**
   * Another recording in its place.
   * @param {{url: string, seconds: number, time_text: string, paths: string[]}} sound
   */
  load(sound) {
    this.seconds = sound.seconds;
    this.slider.max = String(sound.seconds);
    for (const drawing of this.wave.querySelectorAll("svg"))
      for (const [number, path] of [...drawing.children].entries())
        path.setAttribute("d", sound.paths[number] ?? "");
    must("[data-slot=all]", this.root).textContent = sound.time_text;
    this.audio.src = sound.url;
    this.#show();
  }

  stop() {
    this.audio.pause();
  }

  #listen() {
    const { audio, slider } = this;
    this.button.addEventListener("click", () => this.#toggle());
    slider.addEventListener("input", (event) => {
      event.stopPropagation(); // no word of the form it stands in
      this.#seek(Number(slider.value));
    });
    slider.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      this.#seek(audio.currentTime + step);
    });
    const speed = /** @type {HTMLSelectElement} */ (must(".sound-speed select", this.root));
    speed.addEventListener("input", (event) => {
      event.stopPropagation();
      audio.defaultPlaybackRate = audio.playbackRate = Number(speed.value);
    });
    for (const name of ["play", "pause", "ended"])
      audio.addEventListener(name, () => this.#showState());
    for (const name of ["timeupdate", "seeked"]) audio.addEventListener(name, () => this.#show());
  }

  async #toggle() {
    const fault = must("[data-slot=fault]", this.root);
    fault.hidden = true;
    if (!this.audio.paused) return this.audio.pause();
    heard?.pause();
    heard = this.audio;
    try {
      await this.audio.play();
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return; // paused at once
      fault.textContent = fault.dataset.fault ?? "";
      fault.hidden = false;
    }
  }

  /** @param {number} second */
  #seek(second) {
    this.audio.currentTime = Math.min(Math.max(second, 0), this.seconds);
    this.#show();
  }

  #showState() {
    this.button.setAttribute("aria-pressed", String(!this.audio.paused));
    this.#show();
  }

  #show() {
    const now = Math.min(this.audio.currentTime, this.seconds);
    const text = clock(now);
    this.slider.value = String(now);
    this.wave.style.setProperty("--played", `${(100 * now) / (this.seconds || 1)}%`);
    must("[data-slot=now]", this.root).textContent = text;
    const all = must("[data-slot=all]", this.root).textContent;
    this.slider.setAttribute("aria-valuetext", `${text} / ${all}`);
  }
}

/**
 * "3:42"
 * @param {number} seconds
 */
export function clock(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A link to the transcript opens it. */
function openTranscript() {
  const target = find("details#transcript");
  if (target instanceof HTMLDetailsElement && location.hash === "#transcript") target.open = true;
}

for (const root of document.querySelectorAll("[data-player]"))
  if (root.closest("[data-recorder]") === null) new SoundPlayer(/** @type {HTMLElement} */ (root));
for (const link of document.querySelectorAll("a.sound-read"))
  link.addEventListener("click", () => setTimeout(openTranscript));
openTranscript();
