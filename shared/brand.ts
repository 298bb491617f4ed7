declare const brand: unique symbol;

/** A type that only its own constructor makes: two ids of different kinds cannot be mixed up. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
