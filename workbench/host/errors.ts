/** An error that Excel returns; the client turns it into an `OfficeExtension.Error` with this code. */
export class OfficeError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

export function notImplemented(member: string): OfficeError {
  return new OfficeError('ApiNotFound', `${member} is not implemented in the workbench`)
}

export function invalidArgument(what: string): OfficeError {
  return new OfficeError(
    'InvalidArgument',
    `The argument is invalid or missing or has an incorrect format: ${what}`,
  )
}

export function itemNotFound(what: string): OfficeError {
  return new OfficeError('ItemNotFound', `The requested resource doesn't exist: ${what}`)
}

export function invalidObjectPath(): OfficeError {
  return new OfficeError(
    'InvalidObjectPath',
    "The object you are trying to use doesn't exist (it may be a null object, or have been deleted).",
  )
}

export function accessDenied(where: string): OfficeError {
  return new OfficeError('AccessDenied', `You cannot perform the requested operation on ${where}.`)
}

export function generalException(message: string): OfficeError {
  return new OfficeError('GeneralException', message)
}
