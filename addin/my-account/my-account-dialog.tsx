import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import { MyAccount, type MyAccountProps } from './my-account'
import { MY_ACCOUNT_WORDS } from './words'

/** The own account over a page. */
export function MyAccountDialog({ onClose, ...props }: MyAccountProps & { onClose(): void }) {
  const words = MY_ACCOUNT_WORDS[props.language]
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>
            {words.title} · {props.user.name}
          </DialogTitle>
          <DialogContent>
            <MyAccount {...props} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{words.close}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
