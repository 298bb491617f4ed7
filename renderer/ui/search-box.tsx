import type { SearchBoxProps } from '@fluentui/react-components';
import { SearchBox as KitSearchBox } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useText } from '../i18n';

/** The kit's search field; its clearing button speaks the window's language instead of English. */
export function SearchBox(props: SearchBoxProps): ReactNode {
  const t = useText();
  return <KitSearchBox {...props} dismiss={{ 'aria-label': t('common.clearSearch') }} />;
}
