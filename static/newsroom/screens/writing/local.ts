// local: what was typed and is not saved, kept in this browser (IndexedDB) at each change, so that neither a crash nor a
// lost connection takes it. Where the browser keeps nothing (private windows of some), writing goes on without.
import type { Fields, Kind } from "./fields";

export interface LocalCopy {
  key: string;
  user: number;
  kind: Kind;
  /** undefined: one that was never saved. */
  id?: number;
  /** What it was changed from, and the version of that. */
  base: Fields;
  version?: string;
  fields: Fields;
  at: number;
}

const NAME = "broadsheet-newsroom";
const TABLE = "manuscripts";
let opening: Promise<IDBDatabase> | undefined;

function wait<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "key" });
    request.onsuccess = () => {
      // A newer app in another window may change the table.
      request.result.onversionchange = () => {
        request.result.close();
        opening = undefined;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return wait(work(database.transaction(TABLE, mode, { durability: "strict" }).objectStore(TABLE)));
}

export async function keepLocal(copy: LocalCopy): Promise<boolean> {
  try {
    await run("readwrite", store => store.put(copy));
    return true;
  } catch {
    return false;
  }
}

export async function dropLocal(key: string): Promise<void> {
  try {
    await run("readwrite", store => store.delete(key));
  } catch {
    // It was not kept either.
  }
}

/** The copy under a name of its own. */
export async function setAside(copy: LocalCopy): Promise<LocalCopy> {
  const aside = { ...copy, key: `${copy.key} of ${copy.at}` };
  if (await keepLocal(aside)) await dropLocal(copy.key);
  return aside;
}

async function all(): Promise<LocalCopy[]> {
  try {
    return await run<LocalCopy[]>("readonly", store => store.getAll());
  } catch {
    return [];
  }
}

// Held by this window itself.
const own = new Set<string>();
const lockName = (key: string) => `manuscript ${key}`;

/** While the window is open, others do not take its copy for one that was left behind. Returns how to give it up. */
export function holdLocal(key: string): () => void {
  // Not on sites without HTTPS.
  if (!navigator.locks) return () => {};
  let done = () => {};
  let over = false;
  void navigator.locks.request(lockName(key), { ifAvailable: true }, lock => {
    if (!lock || over) return undefined;
    own.add(key);
    return new Promise<void>(resolve => (done = resolve)).finally(() => own.delete(key));
  });
  return () => {
    over = true;
    done();
  };
}

/** The copies of this person that no open window holds: of one article, or of those that were never saved. */
export async function findLocal(user: number, kind: Kind, id: number | undefined): Promise<LocalCopy[]> {
  const held = navigator.locks ? ((await navigator.locks.query()).held ?? []).map(lock => lock.name) : [];
  const isLeft = (key: string) => own.has(key) || !held.includes(lockName(key));
  return (await all())
    .filter(copy => copy.user === user && copy.kind === kind && copy.id === id && isLeft(copy.key))
    .sort((a, b) => b.at - a.at);
}
