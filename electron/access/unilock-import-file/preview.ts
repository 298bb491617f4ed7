import type { FilePreview } from '../../../shared/dto';
import type { Language } from '../../../shared/i18n';
import { exceptionId, groupId, personId } from '../../../shared/ids';
import type { ImportFileProfile } from '../../../shared/profile';
import { fixedZoneOf, sayReason } from '../../../shared/profile';
import type { Instant, Period, ZoneName } from '../../../shared/time';
import { addDays, instantFromWall, wallParts } from '../../../shared/time';
import type { Content } from './content';
import type { PersonKeys } from './render';
import { renderImportFile, templateFault, textOfFile } from './render';

/** Names shown; a preview tells the shape, and a house may have hundreds. */
const MOST_EXCEPTIONS = 3;
const MOST_GROUPS = 2;
/** In place of what is nobody's business, and of what the house has not typed yet. */
const HIDDEN = '•••';
const NOBODY: PersonKeys = { name: HIDDEN, email: HIDDEN, employeeNumber: HIDDEN, initials: HIDDEN };

/**
 * The file as a draft of a profile would write it: the house's own names of exceptions and groups, invented periods of tomorrow, and one person
 * whose every key is masked. Nothing is written, and no folder is looked at.
 * @param house.zone whose local times the file has where the profile does not fix one
 */
export function previewImportFile(
  profile: ImportFileProfile,
  house: {
    readonly exceptions: readonly { readonly id: string }[];
    readonly groups: readonly { readonly id: string }[];
    readonly fileName: string | null;
    readonly zone: ZoneName;
    readonly now: Instant;
    readonly language: Language;
  },
): FilePreview {
  const zone = fixedZoneOf(profile.times) ?? house.zone;
  const tomorrow = addDays(wallParts(house.now, zone).date, 1);
  const between = (from: string, to: string): Period => ({
    from: instantFromWall(`${tomorrow}T${from}`, zone, 'earlier'),
    to: instantFromWall(`${tomorrow}T${to}`, zone, 'later'),
  });
  const lists = [[between('08:50', '10:10'), between('12:50', '14:40')], [between('09:00', '16:00')], []];
  const idsOf = (typed: readonly { readonly id: string }[], most: number): readonly string[] =>
    typed.length === 0 ? [HIDDEN] : typed.slice(0, most).map(({ id }) => id);

  const exceptions = idsOf(house.exceptions, MOST_EXCEPTIONS).map((id, index) => ({
    exceptionId: exceptionId(id),
    periods: lists[index] ?? [],
  }));
  const groups = profile.template.person === null ? [] : idsOf(house.groups, MOST_GROUPS);
  const memberships = groups.map((id, index) => ({
    groupId: groupId(id),
    personId: personId(HIDDEN),
    periods: lists[index] ?? [],
  }));
  const content: Content = { exceptions, memberships };
  const sample = { content, personOf: () => NOBODY, generatedAt: house.now, zone };
  const bytes = renderImportFile(profile, sample);
  const fault = templateFault(profile, sample);
  return {
    ok: fault === null,
    fileName: house.fileName ?? profile.fileName,
    text: textOfFile(bytes),
    bytes: bytes.length,
    zone,
    exceptions: { shown: exceptions.length, ofHouse: house.exceptions.length },
    groups: { shown: groups.length, ofHouse: house.groups.length },
    periods: [...exceptions, ...memberships].reduce((sum, { periods }) => sum + periods.length, 0),
    faults: fault === null ? [] : [{ path: fault.path, reason: sayReason(fault.reason, house.language) }],
  };
}
