// The text in which an index outlives its process, and who reads and writes it: what does not fit is as if it were not there.
import { hash } from 'node:crypto';
import { buildId } from './build-id.ts';
import { DataCodec } from './data-codec.ts';
import type { FileRecord, Watched } from './file-record.ts';
import type { IndexCache } from './index-cache.ts';
import type { LinkedFile } from './linked.ts';
import type { ProjectLayout } from './project-layout.ts';
import type { SyntaxError } from './syntax-tree.ts';
import type { Trace } from './traced-disk.ts';

/** A record that may still have to be read from its text. As long as it is the same object, so is the record. */
export interface KeptRecord {
  readonly value: FileRecord;
  readonly passesSdkOn: boolean;
}

/** What is known of the text that a file of the disk had. */
export interface StoredFile {
  readonly stamp: string;
  readonly hash: string;
  readonly namesSdk: boolean;
  /** The stamp was old enough when the text was read: no later change can have it, too. */
  readonly isSettled: boolean;
  readonly passedOn: Watched;
  readonly error: SyntaxError | null;
  readonly record: KeptRecord | null;
}

export interface TracedLayout {
  readonly everyFile: boolean;
  readonly layout: ProjectLayout;
  readonly trace: Trace;
}

/** A linked file and whose records it was linked from; null where there was none. */
export interface StoredLink {
  readonly linked: LinkedFile;
  readonly readFrom: ReadonlyMap<string, KeptRecord | null>;
}

export interface StoredIndex {
  readonly layouts: readonly TracedLayout[];
  /** How the modules were found that no list names. */
  readonly asked: Trace;
  /** What else links depend on, as one text. */
  readonly names: string;
  /** By absolute path. Null: it is part of the project, but what is known of it is not what the disk has. */
  readonly files: ReadonlyMap<string, StoredFile | null>;
  readonly links: ReadonlyMap<string, StoredLink>;
}

/** Another shape of the text, or other data in it. */
const FORMAT = 1;

type Head = Pick<StoredIndex, 'layouts' | 'asked' | 'names'> & {
  readonly files: readonly (readonly [path: string, file: WrittenFile | null, link: WrittenLink | null])[];
};
type WrittenFile = Omit<StoredFile, 'record'> & { readonly passesSdkOn: boolean | null };
interface WrittenLink {
  readonly from: readonly string[];
  readonly missing: readonly string[];
}

/** Lives as long as its analyzer: what it has once read or written as text is not written anew. */
export class IndexStore {
  readonly #cache: IndexCache;
  readonly #identity: string;
  #codec = new DataCodec();
  /** The texts of records and linked files, by their objects. */
  #texts = new WeakMap<object, string>();

  constructor({ cache, root }: { readonly cache: IndexCache; readonly root: string }) {
    this.#cache = cache;
    this.#identity = JSON.stringify(['headwater index', FORMAT, buildId(), root]);
  }

  load(): StoredIndex | null {
    const text = this.#cache.read();
    if (text === null || !text.startsWith(`${this.#identity}\n`)) return null;
    const start = this.#identity.length + 1;
    const end = text.indexOf('\n', start);
    const body = text.slice(end + 1);
    if (end === -1 || hash('sha256', body, 'hex') !== text.slice(start, end)) return null;
    try {
      return this.#read(body.split('\n'));
    } catch {
      // Written by this very build and still unreadable: the index is read anew, whatever the reason.
      this.#codec = new DataCodec();
      this.#texts = new WeakMap();
      return null;
    }
  }

  save(index: StoredIndex): void {
    const body = this.#bodyOf(index);
    if (body !== null) this.#cache.write(`${this.#identity}\n${hash('sha256', body, 'hex')}\n${body}`);
  }

  #bodyOf(index: StoredIndex): string | null {
    try {
      return this.#write(index);
    } catch (error) {
      // Values nested as deeply as a generated source may be: such a project is read anew each time.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  /** One line each: the shapes, the head, the records of files that have one, the links of those that are linked. */
  #write({ layouts, asked, names, files, links }: StoredIndex): string {
    const records: string[] = [];
    const linked: string[] = [];
    const head: Head = {
      layouts,
      asked,
      names,
      files: [...files].map(([path, file]) => {
        const link = links.get(path);
        if (link !== undefined) linked.push(this.#textOf(link.linked, link.linked));
        if (file === null) return [path, null, link === undefined ? null : writtenLink(link)];
        const { record, ...rest } = file;
        if (record !== null) records.push(this.#textOf(record, () => record.value));
        return [
          path,
          { ...rest, passesSdkOn: record?.passesSdkOn ?? null },
          link === undefined ? null : writtenLink(link),
        ];
      }),
    };
    const first = JSON.stringify(this.#codec.encode(head));
    return [JSON.stringify(this.#codec.shapes), first, ...records, ...linked].join('\n');
  }

  #textOf(of: object, value: object | (() => object)): string {
    let text = this.#texts.get(of);
    if (text === undefined) {
      text = JSON.stringify(this.#codec.encode(typeof value === 'function' ? value() : value));
      this.#texts.set(of, text);
    }
    return text;
  }

  #read([shapes = '', first = '', ...lines]: readonly string[]): StoredIndex {
    // The digest says that these are the words of this class, so their types are known.
    const codec = new DataCodec(JSON.parse(shapes) as string[][]);
    const head = codec.decode(JSON.parse(first)) as Head;
    let next = 0;
    const files = new Map<string, StoredFile | null>();
    for (const [path, file] of head.files) {
      if (file === null) files.set(path, null);
      else {
        const { passesSdkOn, ...rest } = file;
        files.set(path, {
          ...rest,
          record: passesSdkOn === null ? null : this.#keptRecord({ codec, text: lines[next++] ?? '', passesSdkOn }),
        });
      }
    }
    const links = new Map<string, StoredLink>();
    for (const [path, , link] of head.files) {
      if (link === null) continue;
      // Line by line, what the parser leaves is gone before it is moved.
      const text = lines[next++] ?? '';
      const linked = codec.decode(JSON.parse(text)) as LinkedFile;
      this.#texts.set(linked, text);
      const readFrom = new Map<string, KeptRecord | null>(link.missing.map((each) => [each, null]));
      for (const each of link.from) {
        const record = files.get(each)?.record;
        if (record == null) throw new Error('A link without what it was linked from');
        readFrom.set(each, record);
      }
      links.set(path, { linked, readFrom });
    }
    this.#codec = codec;
    return { layouts: head.layouts, asked: head.asked, names: head.names, files, links };
  }

  #keptRecord({
    codec,
    text,
    passesSdkOn,
  }: {
    readonly codec: DataCodec;
    readonly text: string;
    readonly passesSdkOn: boolean;
  }): KeptRecord {
    let value: FileRecord | null = null;
    const kept: KeptRecord = {
      passesSdkOn,
      get value() {
        return (value ??= codec.decode(JSON.parse(text)) as FileRecord);
      },
    };
    this.#texts.set(kept, text);
    return kept;
  }
}

function writtenLink({ readFrom }: StoredLink): WrittenLink {
  const paths = [...readFrom.keys()];
  return {
    from: paths.filter((path) => readFrom.get(path) !== null),
    missing: paths.filter((path) => readFrom.get(path) === null),
  };
}
