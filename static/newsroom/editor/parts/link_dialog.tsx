// link_dialog: where a link leads: an address, or one of the site's own articles, found by its words.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { Field, TextField } from "../../kit/field";
import { rest } from "../../rest/client";
import { t } from "../../words/words";

interface Found {
  id: number;
  title: string;
  url: string;
}

interface LinkDialogProps {
  href: string | null;
  text: string;
  onSave: (href: string, text: string) => void;
  onRemove: () => void;
  onClose: () => void;
}

/** What was typed as an address: a host without a scheme gets one, a mail address its own. */
function addressOf(typed: string): string | null {
  const value = typed.trim();
  if (/^(https?:\/\/|mailto:|tel:|\/|#|\?)\S*$/i.test(value)) return value;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(value)) return `mailto:${value}`;
  if (/^[\w-]+(\.[\w-]+)+([/?#]\S*)?$/.test(value)) return `https://${value}`;
  return null;
}

const plain = (title: string): string => new DOMParser().parseFromString(title, "text/html").body.textContent ?? "";

export function LinkDialog({ href, text, onSave, onRemove, onClose }: LinkDialogProps) {
  const [address, setAddress] = useState(href ?? "");
  const [words, setWords] = useState(text);
  const [found, setFound] = useState<Found[]>([]);
  const [at, setAt] = useState(-1);
  const [fault, setFault] = useState<string>();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => input.current?.select(), []);
  const asked = address.trim();
  const isWords = asked.length > 1 && !/^(https?:|mailto:|tel:|[/#?])/i.test(asked);
  useEffect(() => {
    setAt(-1);
    if (!isWords) return setFound([]);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      rest<Found[]>("/wp/v2/search", {
        query: { search: asked, type: "post", per_page: 8, _fields: "id,title,url" },
        signal: abort.signal,
      }).then(
        ({ data }) => setFound(data),
        // An address can be typed all the same.
        () => setFound([]),
      );
    }, 200);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);

  const choose = (one: Found) => {
    setAddress(one.url);
    setFault(undefined);
    if (!words) setWords(plain(one.title));
    setFound([]);
    input.current?.focus();
  };
  const save = () => {
    const value = addressOf(address);
    if (value === null) {
      setFault(t("This is no address. Type one that begins with https://, or choose an article from the list."));
      input.current?.focus();
      return;
    }
    onSave(value, words);
  };
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter") {
      event.preventDefault();
      if (found[at]) choose(found[at]);
      else save();
      return;
    }
    if (found.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((at + step + (at < 0 && step < 0 ? 1 : 0) + found.length) % found.length);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      setFound([]);
    }
  }

  return (
    <Dialog
      title={href === null ? t("Insert a link") : t("Edit the link")}
      onClose={onClose}
      foot={
        <>
          {href !== null && (
            <Button kind="danger" onClick={onRemove}>
              {t("Remove the link")}
            </Button>
          )}
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" onClick={save}>
            {t("Apply")}
          </Button>
        </>
      }
    >
      <Field
        label={t("Address, or words of an article")}
        error={fault}
        hint={found.length ? undefined : t("Articles of this site are suggested as you type.")}
      >
        {props => (
          <input
            {...props}
            ref={input}
            type="text"
            dir="auto"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={found.length > 0}
            aria-controls={list}
            aria-activedescendant={found[at] ? `${list}-${at}` : undefined}
            autocomplete="off"
            spellcheck={false}
            value={address}
            onInput={event => {
              setAddress(event.currentTarget.value);
              setFault(undefined);
            }}
            onKeyDown={onKeyDown}
          />
        )}
      </Field>
      <ul id={list} class="editor-suggestions" role="listbox" aria-label={t("Articles")} hidden={found.length === 0}>
        {found.map((one, index) => (
          <li
            key={one.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseDown={event => event.preventDefault()}
            onClick={() => choose(one)}
          >
            <span dir="auto">{plain(one.title)}</span>
            <small dir="ltr">{one.url.replace(/^https?:\/\/[^/]+/, "")}</small>
          </li>
        ))}
      </ul>
      <TextField
        label={t("Words of the link")}
        dir="auto"
        value={words}
        onInput={event => setWords(event.currentTarget.value)}
      />
    </Dialog>
  );
}
