import { live } from './world/live';
import { tell } from './world/story';
import { writeStory } from './world/write-story';

async function main() {
const seed = Number(process.argv[2]);
const story = writeStory(seed, { days: process.argv[3] ? Number(process.argv[3]) : undefined, servers: process.argv[4] as never, journal: process.argv[5] as never });
const at = performance.now();
const life = await live(story);
const s = (performance.now() - at) / 1000;
console.log(tell(story).slice(0, 12).join('\n'), story.events.length);
console.log(life.violations.slice(0, 10).map((v) => `${v.promise} ${new Date(v.at).toISOString()} ${v.what}`).join('\n'), life.violations.length);
console.log(life.days, life.runs, life.writes, s.toFixed(2), (life.days / s).toFixed(1), 'days/s');
}
void main();
