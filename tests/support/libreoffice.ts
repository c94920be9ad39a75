export const findLibreOffice = () => '/usr/bin/soffice' as string | undefined
