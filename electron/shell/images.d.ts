/** A picture as a data URL inside the bundle: no file that a package could lack. */
declare module '*.png?inline' {
  const dataUrl: string;
  // eslint-disable-next-line no-restricted-syntax -- the bundler's own shape
  export default dataUrl;
}
