/** What the microphone hears, recorded; how loud it is; for how long, without the pauses. */

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus", "audio/webm"];
const BITS = 64_000;

/** Whether this browser can record, and the page may ask. */
export const canRecord = () =>
  typeof MediaRecorder !== "undefined" && Boolean(navigator.mediaDevices?.getUserMedia);

/** Asks for the microphone; throws what the browser says. */
export async function openMicrophone() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  try {
    return new Take(stream);
  } catch (error) {
    release(stream);
    throw error;
  }
}

/** @param {MediaStream} stream */
function release(stream) {
  for (const track of stream.getTracks()) track.stop();
}

export class Take {
  /** @param {MediaStream} stream */
  constructor(stream) {
    this.stream = stream;
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    this.recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS });
    /** @type {Blob[]} */
    this.parts = [];
    this.before = 0;
    this.since = 0;
    this.recorder.addEventListener("dataavailable", ({ data }) => this.parts.push(data));
    this.context = new AudioContext();
    this.meter = this.context.createAnalyser();
    this.meter.fftSize = 1024;
    this.samples = new Float32Array(this.meter.fftSize);
    this.context.createMediaStreamSource(stream).connect(this.meter);
  }

  start() {
    this.recorder.start(1000);
    this.since = performance.now();
  }

  pause() {
    this.before = this.seconds;
    this.since = 0;
    this.recorder.pause();
  }

  resume() {
    this.recorder.resume();
    this.since = performance.now();
  }

  get isPaused() {
    return this.recorder.state === "paused";
  }

  /** How long it has been recorded. */
  get seconds() {
    return this.before + (this.since ? (performance.now() - this.since) / 1000 : 0);
  }

  /** The loudest of the last moment, from 0 to 1. */
  get level() {
    this.meter.getFloatTimeDomainData(this.samples);
    return this.isPaused ? 0 : Math.min(1, Math.max(...this.samples.map(Math.abs)));
  }

  /**
   * Ends it, lets go of the microphone, and answers what was recorded.
   * @returns {Promise<Blob>}
   */
  async stop() {
    if (this.recorder.state !== "inactive") {
      const ended = new Promise((resolve) => this.recorder.addEventListener("stop", resolve));
      this.recorder.stop();
      await ended;
    }
    release(this.stream);
    await this.context.close();
    return new Blob(this.parts, { type: this.recorder.mimeType });
  }
}
