import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useState } from 'react';

type Typed = Map<string, unknown>;

const TypedContext = createContext<Typed | null>(null);

/**
 * Holds what is typed in the forms inside, so that it is still there when a person comes back to one. In this window's memory only, and
 * gone with this part of it: a password may be among it. Inside another one, that one holds it.
 */
export function KeepTyped({ children }: { children: ReactNode }): ReactNode {
  const around = useContext(TypedContext);
  const [own] = useState<Typed>(() => new Map());
  return <TypedContext value={around ?? own}>{children}</TypedContext>;
}

/**
 * State of a form that outlives the form as long as what is around it.
 * @param name of the form, one within the `KeepTyped` around it; the value must always be of the same type
 */
export function useTyped<T extends object | string>(
  name: string,
  initial: () => T,
): readonly [T, (change: (before: T) => T) => void] {
  const typed = useContext(TypedContext);
  const [value, setValue] = useState<T>(() => (typed?.get(name) as T | undefined) ?? initial());
  useEffect(() => {
    typed?.set(name, value);
  }, [typed, name, value]);
  return [value, setValue];
}
