/** The Danish catalogue's shape with other words: a language that lacks a key, or has one too many, does not compile. */
export type SameKeys<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> };
