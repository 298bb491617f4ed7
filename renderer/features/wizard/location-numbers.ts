/** Location ID numbers as people have them on paper: separated by commas, semicolons, spaces or lines; each once, in the typed order. */
export function parseLocationNumbers(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/u).filter((part) => part !== ''))];
}
