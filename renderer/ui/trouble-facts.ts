import type { TroubleDto } from '../../shared/dto';
import type { Format, Translate } from '../../shared/i18n';
import { withReasonSaid } from '../../shared/i18n';
import { appDa } from '../../shared/i18n/app.da';
import { instantFromIso } from '../../shared/time';

type FactName = keyof typeof appDa.error.fact;

type Operation = keyof typeof appDa.error.operation;

const isOperation = (value: string | number): value is Operation =>
  typeof value === 'string' && Object.hasOwn(appDa.error.operation, value);

const hasLabel = (name: string): name is FactName => Object.hasOwn(appDa.error.fact, name);

/** The trouble's facts as short texts such as "svar: 500": what a technician asks for first. */
export function troubleFacts(trouble: TroubleDto, t: Translate, format: Format): string[] {
  const told = (name: string, value: string | number | boolean): string => {
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
    if (name === 'operation' && isOperation(value)) return t(`app.error.operation.${value}`);
    if (name === 'side' && (value === 'bookings' || value === 'access')) return t(`settings.${value}`);
    // A certificate is compared by technicians, in the form that their tools print.
    if (name === 'validTo') return String(value).slice(0, 10);
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value))
      return format.dateTime(instantFromIso(value));
    return String(value);
  };
  return Object.entries(withReasonSaid(trouble, t).context).flatMap(([name, value]) =>
    value === null || value === ''
      ? []
      : [`${hasLabel(name) ? t(`app.error.fact.${name}`) : name}: ${told(name, value)}`],
  );
}
