// users: who works here, in which role; found by name or address.
import { Link, useSearchParams } from "wouter-preact";
import { Avatar } from "../../kit/avatar";
import { Plus } from "../../kit/icon";
import { Pager } from "../../kit/pager";
import { SearchField } from "../../kit/search-field";
import { Empty, Failure, Loading } from "../../kit/states";
import { may, useMe } from "../../rest/me";
import { useItem, useList } from "../../rest/queries";
import type { User } from "../../rest/types";
import { formatAgo, moment } from "../../words/time";
import { formatNumber, t, tn } from "../../words/words";
import { roleName, type Roles } from "./roles";

const PER_PAGE = 25;

const orders = () => [
  { value: "name", words: t("Name") },
  { value: "registered_date", words: t("Newest first") },
  { value: "email", words: t("Email address") },
];

function RoleTabs({ roles, chosen, href }: { roles?: Roles; chosen: string; href: (role: string) => string }) {
  const all = [{ role: "", users: roles?.users ?? 0 }, ...(roles?.roles ?? []).filter(each => each.users > 0)];
  return (
    <nav class="tabs" aria-label={t("Roles")}>
      {all.map(each => (
        <Link key={each.role} href={href(each.role)} aria-current={each.role === chosen ? "page" : undefined}>
          {each.role ? roleName(each.role) : t("All")}
          {roles && <span class="count">{formatNumber(each.users)}</span>}
        </Link>
      ))}
    </nav>
  );
}

function Row({ user, me }: { user: User; me: User }) {
  return (
    <tr>
      <td>
        <div class="user-name">
          <Avatar name={user.name} />
          <span>
            <Link href={user.id === me.id ? "/account" : `/users/${user.id}`}>
              <strong>{user.name}</strong>
            </Link>
            {user.id === me.id && <span class="label">{t("You")}</span>}
            {user.username !== user.name && <span class="quiet login">{user.username}</span>}
          </span>
        </div>
      </td>
      <td class="user-email" dir="ltr">
        {user.email}
      </td>
      <td>{user.roles?.length ? user.roles.map(roleName).join(", ") : t("No role")}</td>
      <td class="number">
        {user.post_count ? (
          <Link href={`/articles?author=${user.id}`} aria-label={tn("{n} article", "{n} articles", user.post_count)}>
            {formatNumber(user.post_count)}
          </Link>
        ) : (
          <span class="quiet">0</span>
        )}
      </td>
      <td class="user-seen quiet">{user.last_seen ? formatAgo(moment(user.last_seen)) : t("Never")}</td>
    </tr>
  );
}

export default function UserList() {
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const role = params.get("role") ?? "";
  const order = params.get("order") ?? "name";
  const page = Math.max(1, Number(params.get("page")) || 1);
  const search = params.get("search") ?? "";
  const roles = useItem<Roles>("/broadsheet/v1/roles").data;
  const asked = useList<User>("/wp/v2/users", {
    context: "edit",
    per_page: PER_PAGE,
    page,
    search,
    roles: role,
    orderby: order,
    order: order === "registered_date" ? "desc" : "asc",
  });

  function address(change: Record<string, string>): string {
    const next = new URLSearchParams({ role, order: order === "name" ? "" : order, search, ...change });
    for (const [name, value] of [...next]) if (!value) next.delete(name);
    return `/users${next.size ? `?${next}` : ""}`;
  }
  const find = (words: string) =>
    setParams(
      before => {
        before.delete("page");
        if (words) before.set("search", words);
        else before.delete("search");
        return before;
      },
      { replace: true },
    );

  if (!me) return null;
  const { items = [], total = 0, pages = 1 } = asked.data ?? {};
  return (
    <div class="users">
      <header class="screen-head">
        <h1>{t("Users")}</h1>
        {may(me, "create_users") && (
          <Link href="/users/new" class="button primary">
            <Plus size={18} aria-hidden /> {t("New user")}
          </Link>
        )}
      </header>
      <RoleTabs roles={roles} chosen={role} href={each => address({ role: each })} />
      <div class="toolbar filters">
        <SearchField
          label={t("Search users")}
          hideLabel
          placeholder={t("Name, login or email address")}
          value={search}
          onSearch={find}
        />
        <label for="users-order">{t("Order")}</label>
        <select
          id="users-order"
          value={order}
          onChange={event => {
            const chosen = event.currentTarget.value;
            setParams(before => {
              before.delete("page");
              before.set("order", chosen);
              return before;
            });
          }}
        >
          {orders().map(each => (
            <option key={each.value} value={each.value}>
              {each.words}
            </option>
          ))}
        </select>
        <span class="quiet" role="status">
          {asked.data && (search || role) ? tn("{n} user found", "{n} users found", total) : ""}
        </span>
      </div>
      {asked.isError ? (
        <Failure error={asked.error} onRetry={() => void asked.refetch()} />
      ) : !asked.data ? (
        <Loading />
      ) : items.length === 0 ? (
        <Empty title={t("Nobody is found.")}>
          <p class="quiet">{t("Names, logins, addresses and websites are searched.")}</p>
          {role && (
            <p>
              <Link href={address({ role: "" })}>{t("Search in all roles")}</Link>
            </p>
          )}
        </Empty>
      ) : (
        <table class="user-table" aria-busy={asked.isPlaceholderData || undefined}>
          <caption class="unseen">{t("Users")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("Name")}</th>
              <th scope="col" class="user-email">
                {t("Email address")}
              </th>
              <th scope="col">{t("Role")}</th>
              <th scope="col" class="number">
                {t("Articles")}
              </th>
              <th scope="col" class="user-seen">
                {t("Last here")}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(each => (
              <Row key={each.id} user={each} me={me} />
            ))}
          </tbody>
        </table>
      )}
      <Pager page={page} pages={pages} href={n => address({ page: String(n) })} />
    </div>
  );
}
