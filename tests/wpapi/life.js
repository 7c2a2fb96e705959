// The life of an article, through the library wpapi as its readers' handbook shows it. Environment: SITE (address),
// ADMIN and AUTHOR ("login:application password"). Prints one line per step; the exit status is 1 at the first that
// goes wrong.
'use strict';

const assert = require('assert').strict;
const WPAPI = require('wpapi');

const root = process.env.SITE + '/wp-json';

function client(who) {
  if (!who) return new WPAPI({ endpoint: root });
  const cut = who.indexOf(':');
  return new WPAPI({ endpoint: root, username: who.slice(0, cut), password: who.slice(cut + 1), auth: true });
}

const admin = client(process.env.ADMIN);
const author = client(process.env.AUTHOR);
const reader = client(null);

async function refused(promise, status, code) {
  try {
    await promise;
  } catch (error) {
    assert.equal(error.code, code);
    assert.equal(error.data.status, status);
    return;
  }
  assert.fail('not refused: ' + code);
}

const steps = [];
function step(name, run) {
  steps.push({ name, run });
}

let section, tag, post, comment;

step('the site is discovered from its front page', async () => {
  const found = await WPAPI.discover(process.env.SITE + '/');
  const me = await found.posts().perPage(1);
  assert.ok(Array.isArray(me));
});

step('a section and a tag are made', async () => {
  section = await admin.categories().create({ name: 'Harbour', description: 'Ships' });
  // Authors may make tags, but no categories.
  tag = await author.tags().create({ name: 'fog' });
  await refused(author.categories().create({ name: 'Mine' }), 403, 'rest_cannot_create');
  assert.equal(section.slug, 'harbour');
});

step('a draft is created', async () => {
  post = await author.posts().create({
    title: 'Fog over the harbour',
    content: 'The ships "wait".\n\nAll of them.',
    excerpt: 'Ships wait.',
    categories: [section.id],
    tags: [tag.id],
    status: 'draft',
  });
  assert.equal(post.status, 'draft');
  assert.match(post.content.rendered, /<p>The ships &#8220;wait&#8221;\.<\/p>\s*<p>All of them\.<\/p>/);
  await refused(reader.posts().id(post.id).get(), 401, 'rest_forbidden');
});

step('it is published', async () => {
  post = await author.posts().id(post.id).update({ status: 'publish' });
  const seen = await reader.posts().id(post.id).get();
  assert.equal(seen.title.rendered, 'Fog over the harbour');
  assert.equal(seen.slug, 'fog-over-the-harbour');
  assert.equal(seen.content.raw, undefined);
});

step('it is listed and found by filters', async () => {
  const only = async (request) => (await request).map((found) => found.id);
  assert.ok((await only(reader.posts().get())).includes(post.id));
  assert.deepEqual(await only(reader.posts().categories([section.id])), [post.id]);
  assert.deepEqual(await only(reader.posts().tags(tag.id)), [post.id]);
  assert.deepEqual(await only(reader.posts().author(post.author).search('harbour fog')), [post.id]);
  assert.deepEqual(await only(reader.posts().slug('fog-over-the-harbour')), [post.id]);
  assert.deepEqual(await only(reader.posts().include([post.id]).excludeCategories([section.id])), []);
  assert.deepEqual(await only(reader.posts().after('2100-01-01T00:00:00')), []);
  assert.deepEqual(await only(author.posts().status(['draft', 'publish']).param('include', [post.id])), [post.id]);
});

step('lists have pages', async () => {
  const more = [];
  for (let i = 0; i < 2; i++) more.push(await author.posts().create({ title: 'More ' + i, status: 'publish' }));
  const first = await reader.posts().perPage(2).order('asc').orderby('id');
  assert.ok(Number(first._paging.total) >= 3);
  assert.equal(Number(first._paging.totalPages), Math.ceil(Number(first._paging.total) / 2));
  const second = await first._paging.next.get();
  assert.ok(second[0].id > first[1].id);
  const back = await second._paging.prev.get();
  assert.deepEqual(back.map((one) => one.id), first.map((one) => one.id));
  for (const one of more) await author.posts().id(one.id).delete({ force: true });
});

step('what belongs to it is embedded', async () => {
  const seen = await reader.posts().id(post.id).embed();
  assert.equal(seen._embedded.author[0].id, post.author);
  assert.deepEqual(seen._embedded['wp:term'].flat().map((term) => term.name).sort(), ['Harbour', 'fog']);
});

step('it is updated', async () => {
  const changed = await author.posts().id(post.id).update({ title: 'Fog lifts', sticky: false });
  assert.equal(changed.title.raw, 'Fog lifts');
  const edit = await author.posts().id(post.id).context('edit').get();
  assert.equal(edit.content.raw, 'The ships "wait".\n\nAll of them.');
  await refused(reader.posts().id(post.id).update({ title: 'Mine' }), 401, 'rest_cannot_edit');
});

step('it is commented on', async () => {
  comment = await admin.comments().create({ post: post.id, content: 'At last.' });
  assert.equal(comment.status, 'approved');
  const answer = await admin.comments().create({ post: post.id, parent: comment.id, content: 'Indeed.' });
  const list = await reader.comments().post(post.id).order('asc');
  assert.deepEqual(list.map((one) => one.id), [comment.id, answer.id]);
  assert.deepEqual((await reader.comments().forPost(post.id).parent(comment.id)).map((one) => one.id), [answer.id]);
  await admin.comments().id(answer.id).update({ status: 'hold' });
  assert.equal((await reader.comments().post(post.id)).length, 1);
});

step('its comments are closed', async () => {
  const closed = await author.posts().id(post.id).update({ comment_status: 'closed' });
  assert.equal(closed.comment_status, 'closed');
  await refused(admin.comments().create({ post: post.id, content: 'Late.' }), 403, 'rest_comment_closed');
  assert.equal((await reader.comments().post(post.id)).length, 1);
});

step('it is put into the trash', async () => {
  const trashed = await author.posts().id(post.id).delete();
  assert.equal(trashed.status, 'trash');
  await refused(author.posts().id(post.id).delete(), 410, 'rest_already_trashed');
  assert.equal((await reader.posts().categories(section.id)).length, 0);
});

step('it is deleted', async () => {
  const gone = await author.posts().id(post.id).delete({ force: true });
  assert.equal(gone.deleted, true);
  assert.equal(gone.previous.id, post.id);
  await refused(author.posts().id(post.id).get(), 404, 'rest_post_invalid_id');
  await refused(reader.comments().id(comment.id).get(), 404, 'rest_comment_invalid_id');
  await admin.categories().id(section.id).delete({ force: true });
  await admin.tags().id(tag.id).delete({ force: true });
});

(async () => {
  for (const { name, run } of steps) {
    try {
      await run();
    } catch (error) {
      console.error('failed: ' + name);
      console.error(error instanceof Error ? error.stack : JSON.stringify(error));
      process.exit(1);
    }
    console.log('ok: ' + name);
  }
})();
