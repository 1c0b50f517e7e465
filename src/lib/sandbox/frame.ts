/**
 * The sandbox in a page: a hidden frame of an origin of its own, whose policy allows no network, with a worker in it that
 * can be ended at any moment.
 */
import harnessSource from './harness.ts?raw';
import { type PortLike, type SandboxLimits, sandboxLimits } from './protocol.ts';
import { type AnswerEnd, type AnswerSession, openSession, syntaxFault } from './session.ts';
import { transpile } from './transpile.ts';

/** Nothing may be loaded; the one worker is made from text. */
const policy =
  "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:";

/** The frame's own script: makes the worker from the first message, hands it the port, and does nothing else. */
const relay = `onmessage = ({ source, data, ports: [port] }) => {
  if (source !== parent || !port) return;
  onmessage = null;
  const worker = new Worker(URL.createObjectURL(new Blob([data], { type: 'text/javascript' })));
  worker.postMessage(null, [port]);
};`;

const page = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Sandbox</title><script>${relay}</script>`;

/** The worker's whole program. */
export function workerSource(limits: SandboxLimits): string {
  const { js } = transpile(harnessSource);
  return `(() => { const exports = {};${js}
self.onmessage = ({ ports: [port] }) => {
  self.onmessage = null;
  exports.startHarness(port, self, ${JSON.stringify(limits)});
}; })()`;
}

/** Starts a frame with a worker in it. */
export function openFrame(limits: SandboxLimits): AnswerEnd {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = 'Sandbox for your code';
  frame.hidden = true;
  frame.srcdoc = page;
  const { port1, port2 } = new MessageChannel();
  frame.onload = () => frame.contentWindow?.postMessage(workerSource(limits), '*', [port2]);
  document.body.append(frame);
  return {
    port: port1 as PortLike,
    kill: () => {
      port1.close();
      frame.remove();
    },
  };
}

/**
 * Loads a learner's text into a sandbox of its own.
 *
 * @throws AnswerFault when the text is no program, or it fails while it is loaded
 */
export async function runInFrame(
  source: string,
  onPrint?: (text: string) => void,
  limits: SandboxLimits = sandboxLimits,
): Promise<AnswerSession> {
  const { js, problem } = transpile(source);
  if (problem) throw syntaxFault(problem);
  return openSession(openFrame(limits), js, limits, onPrint);
}
