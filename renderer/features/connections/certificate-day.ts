/** The day of a certificate's ISO time; a certificate is read and compared by technicians, in the form that their tools print. */
export const dayOf = (iso: string): string => iso.slice(0, 10);
