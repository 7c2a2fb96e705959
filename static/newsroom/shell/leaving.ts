// leaving: what must be kept before the screen or the window is left. A guard answers whether it may be left now; one
// that cannot say so at once (it has to save first) returns a promise.
type Guard = () => boolean | Promise<boolean>;

const guards = new Set<Guard>();

/** Returns how to take it away. `unsaved` is asked when the window is closed: true makes the browser ask. */
export function guardLeaving(guard: Guard, unsaved: () => boolean): () => void {
  const onUnload = (event: BeforeUnloadEvent) => {
    if (unsaved()) event.preventDefault();
  };
  guards.add(guard);
  addEventListener("beforeunload", onUnload);
  return () => {
    guards.delete(guard);
    removeEventListener("beforeunload", onUnload);
  };
}

export async function mayLeave(): Promise<boolean> {
  for (const guard of guards) if (!(await guard())) return false;
  return true;
}

export function isGuarded(): boolean {
  return guards.size > 0;
}
