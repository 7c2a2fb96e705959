// manuscript: an article while somebody writes it: what is typed, what the server has, and the ways between: saving,
// autosaves, copies in this browser, and coming together with what others have saved meanwhile.
//
// Requests go one after the other, so that each names the version that the one before made.
import { rest } from "../../rest/client";
import { messageOf, RestError } from "../../rest/error";
import { refresh } from "../../rest/queries";
import type { Post, User } from "../../rest/types";
import { fieldOf, needsWords } from "./errors";
import { blankFields, bodyOf, changesOf, fieldsOf, isBlank, merge, names, rebase } from "./fields";
import type { Change, FieldName, Fields, Kind, Merge } from "./fields";
import { dropLocal, holdLocal, keepLocal, type LocalCopy } from "./local";

const AUTOSAVE_MS = 15_000;
const BLUR_MS = 2_000;

export type SavingState = "idle" | "saving" | "offline" | "failed";

export interface Conflict extends Merge {
  theirs: Post;
  by: string;
  /** What was being done; undefined: nothing, somebody else's saving was heard of. */
  again?: () => Promise<boolean>;
}

interface Told {
  /** Somebody else saved a newer version, which is shown now. */
  onTaken: (by: string, names: FieldName[]) => void;
  /** It has a number now. */
  onCreated: (id: number) => void;
}

type Text = Pick<Fields, "title" | "content" | "excerpt" | "content_format">;
const textNames = ["title", "content", "excerpt", "content_format"] as const;
const isText = (name: FieldName) => (textNames as readonly string[]).includes(name);
const textOf = ({ title, content, excerpt, content_format }: Fields): Text => ({
  title,
  content,
  excerpt,
  content_format,
});

function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, "0")).join("");
}

export class Manuscript {
  post: Post | undefined;
  base: Fields;
  fields: Fields;
  state: SavingState = "idle";
  /** What is wrong with single fields, and with the whole. */
  errors: Partial<Record<FieldName, string>> = {};
  problem = "";
  conflict: Conflict | undefined;
  /** When what is on the screen was last kept apart on the server. */
  autosavedAt: number | undefined;
  /** It is not on the server any more. */
  gone = false;
  /** Another has it: nothing is sent. */
  resting = false;
  /** Nothing was kept in this browser: it does not let us. */
  keepsNothing = false;
  told: Told = { onTaken: () => {}, onCreated: () => {} };

  /** Stays, also when it is given a number. */
  readonly name = randomName();

  hasKept = false;

  private key: string;
  private readonly listeners = new Set<() => void>();
  private queue: Promise<unknown> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private keeping: Promise<void> | undefined;
  private keepAgain = false;
  private autosaved: Text | undefined;
  private release: () => void;
  private closed = false;
  /** An autosave changed the draft itself. */
  private unrevised = false;
  private lastBlur = 0;

  constructor(
    readonly kind: Kind,
    readonly me: User,
    start: Post | Fields,
  ) {
    if ("id" in start) {
      this.post = start;
      this.base = fieldsOf(start);
    } else {
      this.base = start;
    }
    this.fields = this.base;
    this.key = this.keyOf(this.post?.id ?? `new-${this.name}`);
    this.release = holdLocal(this.key);
    addEventListener("online", this.onOnline);
  }

  private keyOf(id: number | string): string {
    return `${this.me.id} ${this.kind} ${id}`;
  }

  get id(): number | undefined {
    return this.post?.id;
  }

  get path(): string {
    return `/wp/v2/${this.kind}/${this.id}`;
  }

  get changes(): Change {
    return changesOf(this.base, this.fields);
  }

  get dirty(): boolean {
    return names(this.changes).length > 0;
  }

  /** What is typed is on the server too, though not in the article itself. */
  get keptApart(): boolean {
    const { autosaved } = this;
    if (!autosaved) return false;
    const onlyText = names(this.changes).every(isText);
    return onlyText && textNames.every(name => autosaved[name] === this.fields[name]);
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private changed() {
    this.listeners.forEach(listener => listener());
  }

  /** The screen is left. */
  close() {
    this.closed = true;
    clearTimeout(this.timer);
    removeEventListener("online", this.onOnline);
    this.release();
  }

  set(change: Change) {
    this.fields = { ...this.fields, ...change };
    for (const name of names(change)) delete this.errors[name];
    if (this.state === "failed") {
      this.state = "idle";
      this.problem = "";
    }
    void this.keep();
    this.planAutosave();
    this.changed();
  }

  /** Takes what was typed upon `base` some time ago. False: others changed the same since, and somebody has to decide. */
  restoreUpon(base: Fields, fields: Fields): boolean {
    const merged = merge(base, fields, this.base);
    if (!merged.conflicts.length || !this.post) {
      this.restore(merged.fields);
      return true;
    }
    this.conflict = { ...merged, theirs: this.post, by: "" };
    this.changed();
    return false;
  }

  private restore(fields: Fields) {
    this.fields = fields;
    void this.keep();
    this.planAutosave();
    this.changed();
  }

  // Copies in this browser

  /** Writes as it is now; while one is being written, once more for all that came meanwhile. */
  keep(): Promise<void> {
    this.keepAgain = true;
    this.keeping ??= this.keepAll().finally(() => (this.keeping = undefined));
    return this.keeping;
  }

  /** Where its own copy is, and whether that is of this window. */
  get copyKey(): string {
    return this.key;
  }

  private async keepAll() {
    while (this.keepAgain) {
      this.keepAgain = false;
      this.hasKept = true;
      if (!this.dirty || (!this.id && isBlank(this.fields))) await dropLocal(this.key);
      else this.keepsNothing = !(await keepLocal(this.copy()));
    }
  }

  private copy(): LocalCopy {
    const { key, kind, id, base, fields } = this;
    return { key, user: this.me.id, kind, id, base, version: this.post?.version, fields, at: Date.now() };
  }

  // Saving

  private enqueue<T>(work: () => Promise<T>): Promise<T> {
    const next = this.queue.then(work, work);
    this.queue = next.catch(() => {});
    return next;
  }

  private planAutosave() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.dirty && !this.closed) this.timer = setTimeout(() => void this.autosave(), AUTOSAVE_MS);
  }

  private onOnline = () => {
    if (this.dirty && this.state === "offline") void this.autosave();
  };

  /** Saves everything, with `more` besides, which stays only if it was saved. True: it is saved. */
  save(more: Change = {}): Promise<boolean> {
    clearTimeout(this.timer);
    return this.enqueue(() => this.saveNow(more));
  }

  private async saveNow(more: Change): Promise<boolean> {
    if (this.resting || this.conflict) return false;
    const before = this.fields;
    const changes = changesOf(this.base, { ...before, ...more });
    const unchanged = names(changes).length === 0;
    if (this.id && unchanged && !this.unrevised) {
      this.settle("idle");
      return true;
    }
    this.begin();
    try {
      // What an autosave wrote becomes a revision when it is saved.
      const sent = unchanged ? { title: before.title } : changes;
      const post = await this.send(this.id ? sent : { ...this.newOnes(before), ...more });
      this.unrevised = false;
      this.accept(post, before);
      return true;
    } catch (error) {
      return this.failed(error, () => this.saveNow(more));
    }
  }

  // Of a new one all is sent that is not left to the site's settings.
  private newOnes(fields: Fields): Change {
    const changes = changesOf(this.base, fields);
    return { ...changes, status: fields.status, content_format: fields.content_format };
  }

  private async send(changes: Change, query: Record<string, string> = {}): Promise<Post> {
    const path = this.id ? this.path : `/wp/v2/${this.kind}`;
    const headers: Record<string, string> = this.post?.version ? { "If-Match": `"${this.post.version}"` } : {};
    const answer = await rest<Post>(path, {
      method: this.id ? "PUT" : "POST",
      query: { context: "edit", ...query },
      body: bodyOf(this.kind, changes),
      headers: this.id ? headers : {},
    });
    return answer.data;
  }

  private begin() {
    this.state = "saving";
    this.errors = {};
    this.problem = "";
    this.changed();
  }

  private settle(state: SavingState) {
    this.state = state;
    this.changed();
  }

  /** `before`: the fields as they were when they were sent; what was typed since stays. */
  private accept(post: Post, before: Fields) {
    const isNew = !this.post;
    this.post = post;
    this.base = fieldsOf(post);
    this.fields = rebase(before, this.fields, this.base);
    this.autosaved = undefined;
    this.autosavedAt = undefined;
    if (isNew) this.rename(post.id);
    void this.keep();
    this.planAutosave();
    this.settle("idle");
    void refresh(`/wp/v2/${this.kind}`);
  }

  private rename(id: number) {
    const old = this.key;
    this.release();
    this.key = this.keyOf(id);
    this.release = holdLocal(this.key);
    void dropLocal(old);
    this.told.onCreated(id);
  }

  private async failed(error: unknown, again: () => Promise<boolean>): Promise<boolean> {
    if (!(error instanceof RestError)) {
      this.problem = messageOf(error);
      this.settle("failed");
      return false;
    }
    if (error.offline) {
      this.settle("offline");
      // Browsers do not always notice that a connection is back.
      this.planAutosave();
      return false;
    }
    if (error.status === 412) {
      const by = (error.data.changed_by as { name?: string } | null)?.name ?? "";
      try {
        if (await this.meetOthers(by, again)) return again();
      } catch (reason) {
        return this.failed(reason, again);
      }
      this.settle("idle");
      return false;
    }
    this.gone = error.status === 404;
    this.blame(error);
    this.settle("failed");
    return false;
  }

  private blame(error: RestError) {
    const field = fieldOf(error);
    if (field) this.errors[field] = needsWords(error);
    const homeless: string[] = [];
    for (const [name, words] of Object.entries(error.params)) {
      if (name in this.base) this.errors[name as FieldName] = words;
      else homeless.push(words);
    }
    if (homeless.length) this.problem = homeless.join(" ");
    else if (!names(this.errors as Change).length) this.problem = error.message;
  }

  /** It was deleted meanwhile: what is on the screen becomes another one. */
  saveAsNew(): Promise<boolean> {
    this.gone = false;
    this.post = undefined;
    this.base = blankFields(this.me.id, this.fields.content_format);
    this.fields = { ...this.fields, status: "draft", author: this.me.id };
    return this.save();
  }

  // Autosaves

  /** A draft of one's own is saved itself; of others what is typed is kept apart, and the article stays as it is. */
  autosave(): Promise<boolean> {
    clearTimeout(this.timer);
    return this.enqueue(() => this.autosaveNow());
  }

  /** The focus has left a field: a good moment, though not again for each field. */
  blurred(): void {
    if (this.state === "idle" && !this.keptApart && Date.now() - this.lastBlur > BLUR_MS) {
      this.lastBlur = Date.now();
      void this.autosave();
    }
  }

  private get isOwnDraft(): boolean {
    return this.post?.status === "draft" && this.post.author === this.me.id;
  }

  private async autosaveNow(): Promise<boolean> {
    if (this.closed || this.resting || this.conflict || !this.dirty) return !this.dirty;
    if (!this.id) return isBlank(this.fields) ? false : this.saveNow({ status: "draft" });
    const before = this.fields;
    const text = textOf(before);
    const textChanged = textNames.some(name => this.base[name] !== text[name]);
    this.begin();
    try {
      if (textChanged && !this.keptApart) await this.sendAutosave(text);
      if (!this.isOwnDraft) {
        this.autosaved = text;
        this.autosavedAt = Date.now();
        this.settle("idle");
        return false;
      }
      const others: Change = {};
      for (const [name, value] of Object.entries(changesOf(this.base, before)))
        if (!isText(name as FieldName) && name !== "status") Object.assign(others, { [name]: value });
      if (names(others).length) this.accept(await this.send(others), before);
      else this.settle("idle");
      void this.keep();
      return !this.dirty;
    } catch (error) {
      return this.failed(error, () => this.autosaveNow());
    }
  }

  private async sendAutosave(text: Text): Promise<void> {
    const headers: Record<string, string> =
      this.isOwnDraft && this.post?.version ? { "If-Match": `"${this.post.version}"` } : {};
    try {
      const { data } = await rest<{ id: number; version?: string; modified: string; modified_gmt: string }>(
        `${this.path}/autosaves`,
        { method: "POST", query: { context: "edit" }, body: { ...text }, headers },
      );
      if (data.id !== this.id || !this.post) return;
      // The draft itself.
      const { version, modified, modified_gmt } = data;
      this.post = { ...this.post, version, modified, modified_gmt };
      this.base = { ...this.base, ...text };
      this.unrevised = true;
    } catch (error) {
      // It is as the article is by now.
      if (!(error instanceof RestError && error.code === "rest_autosave_no_changes")) throw error;
    }
  }

  // Others

  /** The server has this version now: is it another one than ours? */
  async hear(version: string, by: string): Promise<void> {
    if (!this.post || version === this.post.version || this.conflict) return;
    await this.enqueue(async () => {
      if (this.conflict || version === this.post?.version) return;
      await this.meetOthers(by).catch(() => {});
      this.changed();
    });
  }

  /** Reads what is there and lets both come together. True: they did, false: somebody has to decide. */
  private async meetOthers(by: string, again?: () => Promise<boolean>): Promise<boolean> {
    const { data: theirs } = await rest<Post>(this.path, { query: { context: "edit" } });
    if (theirs.version === this.post?.version) return true;
    const merged = merge(this.base, this.fields, fieldsOf(theirs));
    if (merged.conflicts.length) {
      this.conflict = { ...merged, theirs, by, again };
      this.changed();
      return false;
    }
    this.take(theirs, merged.fields);
    if (merged.taken.length) this.told.onTaken(by, merged.taken);
    return true;
  }

  private take(theirs: Post, fields: Fields) {
    this.post = theirs;
    this.base = fieldsOf(theirs);
    this.fields = fields;
    this.autosaved = undefined;
    void this.keep();
    this.changed();
  }

  /** "theirs": returns how to have one's own back. */
  decide(whose: "mine" | "theirs"): () => void {
    const { conflict } = this;
    if (!conflict) return () => {};
    const mine = conflict.fields;
    this.conflict = undefined;
    if (whose === "mine") {
      this.take(conflict.theirs, mine);
      if (conflict.again) void this.enqueue(conflict.again);
      return () => {};
    }
    const theirs = fieldsOf(conflict.theirs);
    const kept: Change = {};
    for (const name of conflict.conflicts) Object.assign(kept, { [name]: theirs[name] });
    this.take(conflict.theirs, { ...mine, ...kept });
    return () => this.restore({ ...this.fields, ...pick(mine, conflict.conflicts) });
  }

  /** The server says how the discussion is now: its switches act at once. */
  settledDiscussion(post: Post) {
    const { comment_status, ping_status, comments } = post;
    if (this.post) this.post = { ...this.post, comment_status, ping_status, comments };
    this.base = { ...this.base, comment_status, ping_status };
    this.fields = { ...this.fields, comment_status, ping_status };
    void this.keep();
    this.changed();
  }

  /** Reads the article again and forgets what was typed. */
  async discard(): Promise<void> {
    this.fields = this.base;
    await this.keep();
    this.changed();
  }
}

function pick(fields: Fields, wanted: FieldName[]): Change {
  const found: Change = {};
  for (const name of wanted) Object.assign(found, { [name]: fields[name] });
  return found;
}
