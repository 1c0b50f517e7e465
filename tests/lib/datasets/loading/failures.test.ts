/** Downloads that go wrong, over real HTTP: each ends in a sentence, none in half a data set. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  DataLoadError,
  type DataLoadErrorKind,
  type LoadImagesOptions,
  loadImages,
} from '../../../../src/lib/datasets/index.ts';
import { publicFile } from '../support.ts';

type Answer = (response: ServerResponse, content: Buffer) => void;

/** How the server answers a path that ends so; everything else is served whole. */
const answers = new Map<string, Answer>();
const requests: string[] = [];

const whole: Answer = (response, content) => response.end(content);

async function handle({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
  requests.push(url);
  const content = await publicFile(url);
  const special = [...answers].find(([ending]) => url.endsWith(ending));
  (special?.[1] ?? whole)(response, content);
}

const server = createServer((request, response) => void handle(request, response));
let baseUrl = '';

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers.clear();
  requests.length = 0;
});

function load(options: Partial<LoadImagesOptions> = {}) {
  return loadImages({
    id: 'fashion-28',
    split: 'test',
    limit: 5,
    baseUrl,
    cache: null,
    ...options,
  });
}

/** The error of a load that must fail. */
async function failure(options: Partial<LoadImagesOptions> = {}): Promise<DataLoadError> {
  const error: unknown = await load(options).then(
    () => 'it succeeded',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DataLoadError);
  return error as DataLoadError;
}

/** Sends the first half, and waits until it is on its way. */
function sendHalf(response: ServerResponse, content: Buffer, then: () => void): void {
  response.write(content.subarray(0, content.length / 2), () => setTimeout(then, 30));
}

const cutOff: Answer = (response, content) => {
  response.setHeader('content-length', content.length);
  sendHalf(response, content, () => response.destroy());
};

const endsEarly: Answer = (response, content) => {
  sendHalf(response, content, () => response.end());
};

const damaged: Answer = (response, content) => {
  const copy = Buffer.from(content);
  copy[copy.length >> 1]! ^= 1;
  response.end(copy);
};

const longer: Answer = (response, content) => {
  response.end(Buffer.concat([content, Buffer.from('more')]));
};

const status =
  (code: number): Answer =>
  (response) => {
    response.statusCode = code;
    response.end('no');
  };

const signInPage: Answer = (response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end('<!doctype html><title>Welcome to the conference</title>');
};

const tellAdmin = 'The file is missing on this site: tell whoever runs it.';

const shardCases: [string, Answer, DataLoadErrorKind, string | RegExp][] = [
  [
    'the server cuts the connection half way',
    cutOff,
    'truncated',
    /^The download of Fashion-MNIST stopped after \d+ of 441 kB\. Check the connection and try again\.$/,
  ],
  [
    'the answer ends half way as if it were complete',
    endsEarly,
    'truncated',
    'The download of Fashion-MNIST stopped after 220 of 441 kB. Check the connection and try again.',
  ],
  ['one bit is flipped', damaged, 'checksum', /^Fashion-MNIST arrived damaged: /],
  ['there are more bytes than expected', longer, 'checksum', /^Fashion-MNIST arrived damaged: /],
  [
    'a file is missing',
    status(404),
    'status',
    `The server answered 404 instead of sending Fashion-MNIST. ${tellAdmin}`,
  ],
  [
    'the server fails',
    status(503),
    'status',
    'The server answered 503 instead of sending Fashion-MNIST. Try again later.',
  ],
  [
    'a sign-in page is in the way',
    signInPage,
    'format',
    'A web page arrived instead of Fashion-MNIST. If this network has a sign-in page, sign in there and try again.',
  ],
];

describe.each(shardCases)('when %s', (_, answer, kind, message) => {
  test('the load fails with a clear sentence, and the next try succeeds', async () => {
    answers.set('test-00.bin', answer);
    const error = await failure();
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
    expect(error.url).toBe(`${baseUrl}fashion-28/test-00.bin`);
    answers.clear();
    expect((await load()).count).toBe(5);
  });
});

describe('a load of several shards', () => {
  test('fails as a whole when one shard fails, and stops the others', async () => {
    let stopped = false;
    answers.set('test-00.bin', (response, content) => {
      response.on('close', () => {
        stopped = !response.writableFinished;
      });
      sendHalf(response, content, () => undefined);
    });
    answers.set('test-01.bin', damaged);
    const error = await failure({ limit: 2000 });
    expect(error.kind).toBe('checksum');
    await expect.poll(() => stopped).toBe(true);
  });
});

describe('the manifest', () => {
  const cases: [string, Answer, DataLoadErrorKind, RegExp][] = [
    ['is missing', status(404), 'status', /404/],
    ['is a sign-in page', signInPage, 'format', /web page arrived/],
    ['is cut off', cutOff, 'truncated', /stopped half way/],
    ['is half a JSON text', endsEarly, 'format', /it is not JSON/],
    ['is some other JSON', (response) => response.end('{}'), 'format', /manifest.format must be/],
  ];
  test.each(cases)('%s: kind and message say so', async (_, answer, kind, message) => {
    answers.set('manifest.json', answer);
    const error = await failure();
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
  });

  test('of another data set is refused', async () => {
    const digits = await publicFile('data/digits-8/manifest.json');
    answers.set('manifest.json', (response) => response.end(digits));
    const error = await failure();
    expect(error.kind).toBe('format');
    expect(error.message).toContain('is not the one of Fashion-MNIST');
  });
});

describe('without a server', () => {
  test('the load says that it cannot be reached', async () => {
    const gone = createServer();
    await new Promise<void>((done) => gone.listen(0, '127.0.0.1', done));
    const { port } = gone.address() as AddressInfo;
    await new Promise((done) => gone.close(done));
    const error = await failure({ baseUrl: `http://127.0.0.1:${port}/data/` });
    expect(error.kind).toBe('offline');
    expect(error.message).toBe(
      'Fashion-MNIST could not be fetched, because the server cannot be reached. Check the connection and try again.',
    );
  });
});

describe('abort', () => {
  test('before the start asks the server for nothing', async () => {
    const error = await failure({ signal: AbortSignal.abort() });
    expect(error.kind).toBe('aborted');
    expect(error.message).toBe('Loading Fashion-MNIST was cancelled.');
    expect(requests).toEqual([]);
  });

  test('half way stops the download itself', async () => {
    let closed = false;
    answers.set('test-00.bin', (response, content) => {
      response.on('close', () => {
        closed = true;
      });
      sendHalf(response, content, () => undefined);
    });
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    expect((await failure({ signal: controller.signal, onProgress })).kind).toBe('aborted');
    await expect.poll(() => closed).toBe(true);
  });

  test('while the manifest is on its way', async () => {
    const controller = new AbortController();
    answers.set('manifest.json', () => controller.abort());
    expect((await failure({ signal: controller.signal })).kind).toBe('aborted');
  });
});
