import type { TroubleDto } from '../../shared/dto';
import type { Translate } from '../../shared/i18n';
import { withReasonSaid } from '../../shared/i18n';
import { appDa } from '../../shared/i18n/app.da';

type FactName = keyof typeof appDa.error.fact;

const hasLabel = (name: string): name is FactName => Object.hasOwn(appDa.error.fact, name);

/** The trouble's facts as short texts such as "svar: 500": what a technician asks for first. */
export function troubleFacts(trouble: TroubleDto, t: Translate): string[] {
  return Object.entries(withReasonSaid(trouble, t).context)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => {
      const label = hasLabel(name) ? t(`app.error.fact.${name}`) : name;
      return `${label}: ${typeof value === 'boolean' ? t(value ? 'common.yes' : 'common.no') : String(value)}`;
    });
}
